namespace UniBind.Grid;

/// <summary>What planning a page found; the items and dead letters themselves stay in the job's folder.</summary>
/// <param name="Index">The page's number.</param>
/// <param name="Shards">Its shards.</param>
/// <param name="DeadLettered">Items that failed while they were listed or probed.</param>
/// <param name="Filtered">Items that the job's filters left out.</param>
[GenerateSerializer, Immutable, Alias("unibind.PlannedPage")]
public sealed record PlannedPage(
    [property: Id(0)] int Index,
    [property: Id(1)] PlannedShard[] Shards,
    [property: Id(2)] long DeadLettered,
    [property: Id(3)] long Filtered)
{
    /// <summary>The dead letters by their reason.</summary>
    [Id(4)] public ErrorCount[] Errors { get; init; } = [];
}
