namespace UniBind.Grid.Silo;

/// <summary>A job to submit; members are those of <c>unibind embed</c>.</summary>
internal sealed record JobBody
{
    /// <summary>The job's id: letters, digits, '-', '_' and '.', at most 64; a new one by default. The same id and settings again give the same job.</summary>
    public string? Id { get; init; }

    /// <summary>The corpus: a folder, a manifest or a tar, or an address of object storage, under a root that the grid allows.</summary>
    public required string Source { get; init; }

    /// <summary>The folder or address that the output is written to, under a root that the grid allows writing to.</summary>
    public required string Output { get; init; }

    /// <summary>A published space or a pack: NAME@7, NAME@latest, NAME@stable, NAME or PACK@0; the grid's default by default.</summary>
    public string? Space { get; init; }

    /// <summary>Only these modalities are embedded; all by default.</summary>
    public string[]? Modalities { get; init; }

    /// <summary>At most this many items are taken, in listing order.</summary>
    public long? Limit { get; init; }

    /// <summary>low, normal or high.</summary>
    public string? Priority { get; init; }

    /// <summary>The job fails early when more than this fraction of its items, from 0 to 1, cannot be embedded.</summary>
    public double? MaxErrors { get; init; }

    /// <summary>The id or output of an earlier finished job: items with the same id and content are carried over from it.</summary>
    public string? Since { get; init; }

    /// <summary>True to carry over items of the earlier job that the source does not list, too.</summary>
    public bool Append { get; init; }

    /// <summary>True to keep no raw embeddings: the output can never be realigned then.</summary>
    public bool NoRaw { get; init; }

    /// <summary>True to neither read nor fill the embedding cache.</summary>
    public bool NoCache { get; init; }

    /// <summary>True to read a folder as a tree even when it has a manifest.</summary>
    public bool IgnoreManifest { get; init; }

    /// <summary>truncate, chunk-mean or chunk-rows: what happens to texts longer than the encoder's window.</summary>
    public string? LongText { get; init; }

    /// <summary>parquet or npy: the form of the part files.</summary>
    public string? Sink { get; init; }
}
