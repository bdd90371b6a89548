namespace UniBind.Grid.Media;

/// <summary>Bounds on what a decoder accepts. Untrusted media is the normal case: every bound is checked before the work it bounds.</summary>
public sealed record MediaLimits
{
    /// <summary>The bounds that hold where nothing else is configured.</summary>
    public static MediaLimits Default { get; } = new();

    /// <summary>The largest file that is read into memory whole, in bytes.</summary>
    public long MaxBytes { get; init; } = 512L << 20;

    /// <summary>The most pixels of one picture or video frame (width times height), checked in the header.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>The most frames of an animated picture.</summary>
    public int MaxFrames { get; init; } = 4_096;

    /// <summary>The longest sound or video, in seconds.</summary>
    public double MaxSeconds { get; init; } = 3_600;

    /// <summary>The most points of one cloud.</summary>
    public int MaxPoints { get; init; } = 10_000_000;

    /// <summary>The most events of one recording.</summary>
    public int MaxEvents { get; init; } = 50_000_000;

    /// <summary>The most bytes of one text.</summary>
    public int MaxTextBytes { get; init; } = 16 << 20;

    /// <summary>The largest ratio of unpacked to packed bytes in an archive or compressed array.</summary>
    public int MaxExpansion { get; init; } = 200;

    /// <summary>How long reading, decoding and preprocessing one item may take; longer than <see cref="ToolTimeout"/>, since a video takes several child processes.</summary>
    public TimeSpan DecodeTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long one child process (ffmpeg) may work on one item.</summary>
    public TimeSpan ToolTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The most memory, in bytes, that one child process may take.</summary>
    public long ToolMemory { get; init; } = 2L << 30;
}
