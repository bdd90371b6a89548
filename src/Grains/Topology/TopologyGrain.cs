namespace UniBind.Grid.Grains;

/// <inheritdoc cref="ITopologyGrain"/>
[RequireSiloLabel(SiloLabels.RolePrefix + Role.Coordinator, SiloLabels.Yes)]
public sealed class TopologyGrain(EncoderSilos silos) : Grain, ITopologyGrain
{
    /// <inheritdoc/>
    public async Task<WorkerInfo[]> DescribeWorkersAsync()
    {
        var described = await Task.WhenAll((await silos.ListAsync()).Select(silos.TryDescribeAsync));
        return [.. described.OfType<WorkerInfo>()];
    }
}
