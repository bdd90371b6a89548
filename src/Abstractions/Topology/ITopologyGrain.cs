using Orleans.Concurrency;

namespace UniBind.Grid;

/// <summary>What the grid consists of now; one grain, key <see cref="Key"/>.</summary>
[Alias("unibind.ITopologyGrain")]
public interface ITopologyGrain : IGrainWithStringKey
{
    /// <summary>The key of the one topology grain.</summary>
    const string Key = "topology";

    /// <summary>The active encoder silos and what they offer; a silo that is just leaving is left out.</summary>
    [Alias("DescribeWorkers"), ReadOnly]
    Task<WorkerInfo[]> DescribeWorkersAsync();
}
