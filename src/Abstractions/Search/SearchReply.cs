namespace UniBind.Grid;

/// <summary>What a search found.</summary>
[GenerateSerializer, Immutable, Alias("unibind.SearchReply")]
public sealed record SearchReply
{
    /// <summary>The space version of all rows.</summary>
    [Id(0)] public required string Space { get; init; }

    /// <summary>The nearest rows, best first; of equal scores the one whose id sorts first.</summary>
    [Id(1)] public SearchHit[] Hits { get; init; } = [];

    /// <summary>The rows that were compared.</summary>
    [Id(2)] public long Rows { get; init; }

    /// <summary>What to know about the result, one sentence each: rows that are not comparable, a job that has not finished.</summary>
    [Id(3)] public string[] Notes { get; init; } = [];
}
