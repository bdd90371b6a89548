namespace UniBind.Grid.Media;

/// <summary>How the packets of an AEDAT 4 file are packed; the numbers are the file's.</summary>
internal enum Aedat4Compression
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>An LZ4 frame each.</summary>
    Lz4 = 1,

    /// <summary>An LZ4 frame each, packed harder.</summary>
    Lz4High = 2,

    /// <summary>A Zstandard frame each.</summary>
    Zstd = 3,

    /// <summary>A Zstandard frame each, packed harder.</summary>
    ZstdHigh = 4,
}
