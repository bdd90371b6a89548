namespace UniBind.Grid.Media;

/// <summary>What the packets of a video track say without decoding them.</summary>
internal sealed record VideoIndex
{
    /// <summary>The width of a frame as it is shown (after rotation).</summary>
    public required int Width { get; init; }

    /// <summary>The height of a frame as it is shown (after rotation).</summary>
    public required int Height { get; init; }

    /// <summary>When each frame begins, from 0, rising.</summary>
    public required double[] Times { get; init; }

    /// <summary>Which of <see cref="Times"/> can be decoded without frames before them, rising.</summary>
    public required double[] KeyTimes { get; init; }

    /// <summary>The first frame's time in the container.</summary>
    public required double Origin { get; init; }

    /// <summary>The length in seconds, the last frame's own time included.</summary>
    public required double Duration { get; init; }

    /// <summary>True when every packet carries its own presentation time, so that frames can be told by their times.</summary>
    public required bool Exact { get; init; }
}
