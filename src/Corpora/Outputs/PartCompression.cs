namespace UniBind.Grid.Corpora;

/// <summary>How parts are compressed.</summary>
public enum PartCompression
{
    /// <summary>The fastest, and the default.</summary>
    Snappy = 0,

    /// <summary>Zstandard at its fastest level: some 8 % smaller, half as fast.</summary>
    Zstd = 1,

    /// <summary>Not at all.</summary>
    None = 2,
}
