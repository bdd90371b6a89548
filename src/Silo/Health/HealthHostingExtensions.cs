using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Silo;

/// <summary>The health endpoints of a silo host.</summary>
public static class HealthHostingExtensions
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds the checks behind <c>/health/ready</c>. A process answers for itself alone: an encoder silo for its devices, a coordinator for its storage.</summary>
    /// <param name="services">The services of the host that serves HTTP.</param>
    /// <param name="roles">The roles of the silos in this process, of <see cref="Role.All"/>.</param>
    /// <param name="encoder">The readiness of the encoder silo where another host of this process has it; null to take it from <paramref name="services"/>.</param>
    public static IServiceCollection AddGridHealth(this IServiceCollection services, IEnumerable<string> roles, Func<EncoderReadiness>? encoder = null)
    {
        var set = roles.ToHashSet(StringComparer.Ordinal);
        // Readiness is asked for every few seconds; what changes it is logged where it changes.
        services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        services.AddSingleton<DrainState>();
        var checks = services.AddHealthChecks().AddCheck<StoppingHealthCheck>("silo");
        if (set.Contains(Role.Coordinator))
            checks.AddCheck<StorageHealthCheck>("storage", timeout: CheckTimeout);
        if (set.Contains(Role.Encoder))
        {
            if (encoder is null)
                services.Configure<EncoderSiloOptions>(o => o.Preload = true);
            checks.Add(new HealthCheckRegistration("encoders", s => new EncoderHealthCheck(encoder ?? s.GetRequiredService<EncoderReadiness>), null, null));
        }
        return services;
    }

    /// <summary>
    /// Maps <c>/health/live</c> (the process turns over; asks nothing of grains) and <c>/health/ready</c>
    /// (sessions loaded, devices proved alive, storage answers, not stopping; 503 with the reason in one sentence otherwise).
    /// </summary>
    public static IEndpointRouteBuilder MapGridHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).Free();
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).Free();
        return endpoints;
    }

    /// <summary>Probes have no key and no patience.</summary>
    private static void Free(this IEndpointConventionBuilder endpoint) => endpoint.AllowAnonymous().DisableRateLimiting();

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        var checks = report.Entries.ToDictionary(
            entry => entry.Key,
            entry => new { status = entry.Value.Status.ToString(), message = entry.Value.Description });
        return context.Response.WriteAsync(JsonSerializer.Serialize(new { status = report.Status.ToString(), checks }), context.RequestAborted);
    }
}
