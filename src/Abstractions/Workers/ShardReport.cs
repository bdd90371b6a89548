namespace UniBind.Grid;

/// <summary>What became of a shard, from the part that won.</summary>
[GenerateSerializer, Immutable, Alias("unibind.ShardReport")]
public sealed record ShardReport
{
    /// <summary>The shard.</summary>
    [Id(0)] public required string Shard { get; init; }

    /// <summary>Items embedded.</summary>
    [Id(1)] public long Embedded { get; init; }

    /// <summary>Items dead-lettered.</summary>
    [Id(2)] public long DeadLettered { get; init; }

    /// <summary>Rows written.</summary>
    [Id(3)] public long Rows { get; init; }

    /// <summary>True when an earlier attempt had committed the shard already.</summary>
    [Id(4)] public bool Adopted { get; init; }

    /// <summary>Where the time of this attempt went.</summary>
    [Id(5)] public ShardTimes Times { get; init; } = new();

    /// <summary>The dead letters by their reason.</summary>
    [Id(9)] public ErrorCount[] Errors { get; init; } = [];
}
