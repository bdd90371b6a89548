namespace UniBind.Grid.Client;

/// <summary>The classes of one item, or an error.</summary>
internal sealed record WireClassification
{
    /// <summary>The item's place in the request.</summary>
    public int Index { get; init; }

    /// <summary>The best classes.</summary>
    public ClassCandidate[]? Classes { get; init; }

    /// <summary>The lead of the best.</summary>
    public float? Margin { get; init; }

    /// <summary>True where it belongs to none.</summary>
    public bool? Unknown { get; init; }

    /// <summary>True where a part was left out.</summary>
    public bool? Truncated { get; init; }

    /// <summary>Why there are no classes.</summary>
    public WireError? Error { get; init; }

    /// <summary>The form that callers get.</summary>
    public GridClassification ToClassification() => new()
    {
        Classes = Classes ?? [],
        Margin = Margin ?? 0,
        Unknown = Unknown ?? false,
        Truncated = Truncated ?? false,
        Error = Error?.ToItemException(Index, Index),
    };
}
