using Microsoft.Extensions.Diagnostics.HealthChecks;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Silo;

/// <summary>Ready when the encoder silo of this process can encode, see <see cref="EncoderReadiness"/>. It asks no grain.</summary>
internal sealed class EncoderHealthCheck(Func<EncoderReadiness> readiness) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(readiness().NotReady is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy("The encoders answer."));
}
