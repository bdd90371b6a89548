namespace UniBind.Grid.Corpora;

/// <summary>The bounds of a <see cref="SegmentCache"/>.</summary>
public sealed record SegmentCacheOptions
{
    /// <summary>The most bytes on disk; the oldest segment goes when a write would exceed them.</summary>
    public long MaxBytes { get; init; } = 2L << 30;

    /// <summary>The most entries, each of which takes about 64 bytes of memory.</summary>
    public int MaxEntries { get; init; } = 1_000_000;

    /// <summary>The size at which a segment is closed and the next one begun: what is evicted at a time.</summary>
    public long SegmentBytes => Math.Clamp(MaxBytes / 16, 1 << 12, 64L << 20);
}
