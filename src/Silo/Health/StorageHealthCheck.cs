using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Storage;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Silo;

/// <summary>Ready when grain storage answers a read.</summary>
internal sealed class StorageHealthCheck([FromKeyedServices(GrainStorage.Name)] IGrainStorage storage) : IHealthCheck
{
    private static readonly GrainId Probe = GrainId.Create("health", "probe");

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await storage.ReadStateAsync("health", Probe, new GrainState<JobIndexState>()).WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("Grain storage does not answer in time.");
        }
        catch (Exception e)
        {
            return HealthCheckResult.Unhealthy("Grain storage does not answer: " + e.Message, e);
        }
    }
}
