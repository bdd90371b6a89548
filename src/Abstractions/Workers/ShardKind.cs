namespace UniBind.Grid;

/// <summary>Where the rows of a shard come from. The numeric values are stored: never renumber them.</summary>
[GenerateSerializer, Alias("unibind.ShardKind")]
public enum ShardKind
{
    /// <summary>Its items are decoded and encoded.</summary>
    Encode = 0,

    /// <summary>Its rows are those of an earlier job, whose items had the same ids and contents.</summary>
    Carry = 1,

    /// <summary>Its rows are those of items of this job with the same contents; it runs when these have theirs.</summary>
    Copy = 2,
}
