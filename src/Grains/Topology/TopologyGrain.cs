namespace UniBind.Grid.Grains;

/// <inheritdoc cref="ITopologyGrain"/>
/// <remarks>An answer stands for half a second: however many gateways ask, the silos are asked twice a second at most. A silo that does not answer in time is left out, and holds up nobody.</remarks>
[RequireSiloLabel(SiloLabels.RolePrefix + Role.Coordinator, SiloLabels.Yes)]
public sealed class TopologyGrain(EncoderSilos silos) : Grain, ITopologyGrain
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private WorkerInfo[] _described = [];
    private long _asked;

    /// <inheritdoc/>
    public async Task<WorkerInfo[]> DescribeWorkersAsync()
    {
        if (_described.Length > 0 && TimeProvider.System.GetElapsedTime(_asked) < Fresh)
            return _described;
        var described = await Task.WhenAll((await silos.ListAsync()).Select(DescribeInTimeAsync));
        _asked = TimeProvider.System.GetTimestamp();
        return _described = [.. described.OfType<WorkerInfo>()];
    }

    private async Task<WorkerInfo?> DescribeInTimeAsync(string silo)
    {
        try
        {
            return await silos.TryDescribeAsync(silo).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
