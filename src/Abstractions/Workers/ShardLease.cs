namespace UniBind.Grid;

/// <summary>The right to try one shard.</summary>
/// <param name="Run">The run of the job.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Attempt">1 for the first try.</param>
[GenerateSerializer, Immutable, Alias("unibind.ShardLease")]
public sealed record ShardLease(
    [property: Id(0)] JobRun Run,
    [property: Id(1)] PlannedShard Shard,
    [property: Id(2)] int Attempt);
