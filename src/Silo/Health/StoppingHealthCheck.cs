using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace UniBind.Grid.Silo;

/// <summary>Not ready from the moment that the silo is told to stop: it finishes what it has and should get nothing new.</summary>
internal sealed class StoppingHealthCheck(IHostApplicationLifetime lifetime, DrainState drain) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(drain.IsDraining || lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The silo is stopping.") : HealthCheckResult.Healthy());
}
