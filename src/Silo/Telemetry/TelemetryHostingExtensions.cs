using OpenTelemetry;
using OpenTelemetry.Resources;

namespace UniBind.Grid.Silo;

/// <summary>Traces and metrics of a silo host.</summary>
public static class TelemetryHostingExtensions
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Exports Orleans' traces and metrics over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; does nothing otherwise, so that a short command starts fast.</summary>
    public static IHostApplicationBuilder AddGridTelemetry(this IHostApplicationBuilder builder, string siloName)
    {
        if (Environment.GetEnvironmentVariable(Endpoint) is not { Length: > 0 })
            return builder;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("unibind-grid", serviceInstanceId: siloName))
            .WithTracing(tracing => tracing.AddSource("Microsoft.Orleans.*"))
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.Orleans"))
            .UseOtlpExporter();
        return builder;
    }
}
