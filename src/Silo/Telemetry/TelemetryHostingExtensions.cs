using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Silo;

/// <summary>Traces, metrics and logs of a silo host; docs/telemetry.md lists them.</summary>
public static class TelemetryHostingExtensions
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    internal static bool HasEndpoint => Environment.GetEnvironmentVariable(Endpoint) is { Length: > 0 };

    /// <summary>
    /// Exports over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, and keeps metrics for <c>/metrics</c> where the process serves HTTP. Adds nothing where neither
    /// is the case, so that a short command starts fast.
    /// </summary>
    /// <param name="builder">The host to be.</param>
    /// <param name="silo">What the silo is.</param>
    /// <param name="serves">Whether the host serves HTTP.</param>
    public static IHostApplicationBuilder AddGridTelemetry(this IHostApplicationBuilder builder, GridSiloOptions silo, bool serves)
    {
        if (!HasEndpoint && !serves)
            return builder;
        // The exporters read the host's configuration, and a silo's host has none: the variables are given to it, and nothing else of the environment.
        builder.Configuration.AddInMemoryCollection(Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("OTEL_", StringComparison.Ordinal))
            .Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name))));
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => Describe(resource, silo));
        if (silo.DatabaseFile is { } file)
            SiloMetrics.Watch("data", Path.GetDirectoryName(file)!);
        if (silo.SpacesFolder is { Length: > 0 } spaces)
            SiloMetrics.Watch("spaces", spaces);
        // Meters and sources are the process's: of two silos in a process, one tells the numbers of both.
        if (!silo.SharesProcess)
        {
            telemetry.WithMetrics(metrics => AddMetrics(metrics, serves));
            if (HasEndpoint)
                telemetry.WithTracing(tracing => tracing.AddSource(GridTelemetry.Name, "Microsoft.Orleans.Application", "Microsoft.AspNetCore"));
        }
        if (!HasEndpoint)
            return builder;
        telemetry.WithLogging();
        telemetry.UseOtlpExporter();
        return builder;
    }

    /// <summary>Maps <c>/metrics</c> in the text format of Prometheus.</summary>
    public static IEndpointConventionBuilder MapGridMetrics(this IEndpointRouteBuilder endpoints) => endpoints.MapPrometheusScrapingEndpoint("/metrics");

    private static void Describe(ResourceBuilder resource, GridSiloOptions silo) => resource
        .AddService("unibind-grid", serviceVersion: GridVersion.Text, serviceInstanceId: silo.Name)
        .AddAttributes([new("unibind.role", string.Join(',', silo.ProcessRoles))]);

    private static void AddMetrics(MeterProviderBuilder metrics, bool serves)
    {
        metrics.AddMeter(
            GridTelemetry.Name, MeterSelection.Orleans, MeterSelection.Runtime,
            "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting");
        metrics.AddView(MeterSelection.Choose).SetExemplarFilter(ExemplarFilterType.AlwaysOff);
        if (serves)
            metrics.AddPrometheusExporter();
    }
}
