namespace UniBind.Grid;

/// <summary>A shard of a planned page: the unit of work that is leased.</summary>
/// <param name="Id">Unique within the job, and the name of its part file.</param>
/// <param name="Modality">All its items are of this modality.</param>
/// <param name="Items">The number of items.</param>
/// <param name="Cost">Their summed cost as probed.</param>
/// <param name="Kind">Where its rows come from.</param>
[GenerateSerializer, Immutable, Alias("unibind.PlannedShard")]
public sealed record PlannedShard(
    [property: Id(0)] string Id,
    [property: Id(1)] Modality Modality,
    [property: Id(2)] int Items,
    [property: Id(3)] double Cost,
    [property: Id(4)] ShardKind Kind = ShardKind.Encode);
