using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace UniBind.Grid.Silo;

/// <summary>The health endpoints of a silo host.</summary>
public static class HealthHostingExtensions
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds the checks behind <c>/health/ready</c>.</summary>
    public static IServiceCollection AddGridHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<EncodersHealthCheck>("encoders", timeout: CheckTimeout)
            .AddCheck<StorageHealthCheck>("storage", timeout: CheckTimeout);
        return services;
    }

    /// <summary>
    /// Maps <c>/health/live</c> (the process turns over; asks nothing of grains) and <c>/health/ready</c>
    /// (encoders and storage answer; 503 with the reason otherwise).
    /// </summary>
    public static IEndpointRouteBuilder MapGridHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
        return endpoints;
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        var checks = report.Entries.ToDictionary(
            entry => entry.Key,
            entry => new { status = entry.Value.Status.ToString(), message = entry.Value.Description });
        return context.Response.WriteAsync(JsonSerializer.Serialize(new { status = report.Status.ToString(), checks }), context.RequestAborted);
    }
}
