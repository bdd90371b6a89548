namespace UniBind.Grid.Media;

/// <summary>The pictures of a video or an animated picture over time, decoded one at a time.</summary>
/// <remarks>Not thread-safe. Reading in rising order is cheap; going back may decode again from the start.</remarks>
internal interface IFrameTimeline : IDisposable
{
    /// <summary>The width of every frame in pixels.</summary>
    int Width { get; }

    /// <summary>The height of every frame in pixels.</summary>
    int Height { get; }

    /// <summary>The length in seconds, the last frame's own time included.</summary>
    double Duration { get; }

    /// <summary>When each frame begins, in seconds from the start, rising.</summary>
    IReadOnlyList<double> Times { get; }

    /// <summary>Decodes one frame as interleaved 8-bit RGB rows.</summary>
    /// <param name="index">The frame, from 0.</param>
    /// <param name="rgb">Receives <c>Width * Height * 3</c> bytes.</param>
    /// <exception cref="ItemException">The frame is damaged.</exception>
    void Read(int index, Span<byte> rgb);
}
