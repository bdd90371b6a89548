using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace UniBind.Grid.Silo;

/// <summary>Ready when at least one encoder silo is there and none of them reports a dead device.</summary>
internal sealed class EncodersHealthCheck(IGrainFactory grains) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var workers = await grains.GetGrain<ITopologyGrain>(ITopologyGrain.Key).DescribeWorkersAsync().WaitAsync(cancellationToken);
        if (workers.Length == 0)
            return HealthCheckResult.Unhealthy("The grid has no encoder silo.");
        var broken = workers.FirstOrDefault(w => w.NotReady is not null);
        return broken is null
            ? HealthCheckResult.Healthy($"{workers.Length} encoder silo(s).")
            : HealthCheckResult.Unhealthy($"Silo '{broken.Name}': {broken.NotReady}");
    }
}
