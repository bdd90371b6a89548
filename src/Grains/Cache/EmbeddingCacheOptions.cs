using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Where an encoder silo keeps embeddings for later jobs, and how many.</summary>
public sealed class EmbeddingCacheOptions
{
    /// <summary>The folder, of this silo alone; empty for no cache.</summary>
    public string Folder { get; set; } = "";

    /// <summary>The most bytes on disk.</summary>
    public long MaxBytes { get; set; } = 2L << 30;

    /// <summary>The most entries; each takes some 64 bytes of memory.</summary>
    public int MaxEntries { get; set; } = 1_000_000;

    internal SegmentCacheOptions Segments => new() { MaxBytes = MaxBytes, MaxEntries = MaxEntries };
}
