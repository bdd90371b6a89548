namespace UniBind.Grid.Corpora;

/// <summary>How a source is read, and its bounds. Part of a job's specification: the same options give the same listing.</summary>
public sealed record CorpusSourceOptions
{
    /// <summary>The options where nothing else is configured.</summary>
    public static CorpusSourceOptions Default { get; } = new();

    /// <summary>Read a folder's files even where a <c>manifest.jsonl</c>, <c>.csv</c> or <c>.parquet</c> lies at its root.</summary>
    public bool IgnoreManifest { get; init; }

    /// <summary>Let a manifest name files by absolute path. Off by default: a manifest from elsewhere could then read any file of this machine.</summary>
    public bool AllowAbsolutePaths { get; init; }

    /// <summary>The longest line of a <c>.jsonl</c> file or field of a manifest, in bytes.</summary>
    public int MaxLineBytes { get; init; } = 16 << 20;

    /// <summary>How many bad rows a manifest or <c>.jsonl</c> file may have before it is given up, unless good rows are the majority.</summary>
    public int MaxBadRows { get; init; } = 1_000;

    /// <summary>The largest archive entry that is an item, in bytes; it is read into memory whole.</summary>
    public long MaxEntryBytes { get; init; } = 512L << 20;

    /// <summary>The most bytes that one compressed archive may unpack to.</summary>
    public long MaxUnpackedBytes { get; init; } = 64L << 30;

    /// <summary>The largest ratio of unpacked to packed bytes of a compressed archive.</summary>
    public int MaxExpansion { get; init; } = 200;

    /// <summary>Where compressed archives are unpacked for random access; the system's temporary folder when null.</summary>
    public string? SpoolFolder { get; init; }
}
