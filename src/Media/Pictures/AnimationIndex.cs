namespace UniBind.Grid.Media;

/// <summary>What the container of a GIF or WebP says about its frames, read without decoding a pixel.</summary>
/// <param name="Delays">How long each frame stays, in seconds; as many as there are frames.</param>
internal sealed record AnimationIndex(IReadOnlyList<double> Delays)
{
    // Browsers play frames that ask for 10 ms or less, mostly by omission, at 10 frames a second; files are made with that in mind.
    private const double ShortestDelay = 0.010;
    private const double DefaultDelay = 0.100;

    /// <summary>Reads the index.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="format"><see cref="MediaFormat.Gif"/> or <see cref="MediaFormat.Webp"/>.</param>
    /// <param name="maxFrames">Where to stop with an error.</param>
    /// <exception cref="ItemException">The container is damaged (<c>corrupt</c>) or has too many frames (<c>too-large</c>).</exception>
    internal static AnimationIndex Read(ReadOnlySpan<byte> bytes, MediaFormat format, int maxFrames)
    {
        var index = format == MediaFormat.Gif ? GifScanner.Scan(bytes, maxFrames + 1) : WebpScanner.Scan(bytes, maxFrames + 1);
        return index.Delays.Count <= maxFrames
            ? index
            : throw new ItemException(ItemStage.Decode, ItemErrorCodes.TooLarge, $"The animation has more than {maxFrames:N0} frames, which is the limit.");
    }

    /// <summary>The time that a frame stays when its file says <paramref name="seconds"/>.</summary>
    internal static double Delay(double seconds) => seconds <= ShortestDelay ? DefaultDelay : seconds;
}
