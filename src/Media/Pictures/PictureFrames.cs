using NetVips;

namespace UniBind.Grid.Media;

/// <summary>Opens animated pictures as frame timelines.</summary>
internal static class PictureFrames
{
    // Frames are decoded in order, so the time to reach the last one grows with all pixels before it.
    private const int MaxPixelsFactor = 8;

    /// <summary>Opens an animated GIF or WebP (a still one has one frame). Frames are decoded as they are read.</summary>
    /// <exception cref="ItemException">
    /// The content is no GIF or WebP, is damaged, or has more frames than <see cref="MediaLimits.MaxFrames"/>, a canvas larger than
    /// <see cref="MediaLimits.MaxPixels"/>, or in all frames together more than 8 times that.
    /// </exception>
    internal static FrameTimeline Open(MediaContent content, MediaLimits limits)
    {
        var format = content.Head.StartsWith("GIF8"u8) ? MediaFormat.Gif
            : content.Head.Length >= 12 && content.Head[8..].StartsWith("WEBP"u8) ? MediaFormat.Webp
            : throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, $"'{content.Name}' is neither a gif nor a webp animation.");
        var bytes = content.ReadBytes(limits.MaxBytes);
        PictureHeader.Check(PictureHeader.Read(bytes.Span, format), limits);
        var index = AnimationIndex.Read(bytes.Span, format, limits.MaxFrames);
        var source = VipsRuntime.OpenSource(bytes);
        FrameTimeline? frames = null;
        try
        {
            frames = new(source, format, index);
            PictureHeader.Check((frames.Width, frames.Height), limits);
            var pixels = (long)frames.Width * frames.Height * frames.Times.Count;
            return pixels <= limits.MaxPixels * MaxPixelsFactor
                ? frames
                : throw new ItemException(ItemStage.Decode, ItemErrorCodes.TooLarge, $"The animation has {pixels:N0} pixels in all frames, and the limit is {limits.MaxPixels * MaxPixelsFactor:N0}.");
        }
        catch (Exception e)
        {
            frames?.Dispose();
            source.Dispose();
            if (e is VipsException damage)
                throw VipsRuntime.Corrupt(format, damage);
            throw;
        }
    }
}
