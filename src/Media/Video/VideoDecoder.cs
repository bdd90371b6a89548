namespace UniBind.Grid.Media;

/// <summary>Opens moving pictures: animated GIF and WebP by the picture decoder, video files by ffmpeg.</summary>
internal static class VideoDecoder
{
    /// <summary>Opens the frames of a content.</summary>
    /// <exception cref="ItemException">The content is no moving picture, is damaged or too large, or needs an ffmpeg that is missing.</exception>
    internal static IFrameTimeline Open(MediaContent content, MediaFormat format, MediaLimits limits, FfmpegTool tool, CancellationToken cancellationToken) => format switch
    {
        MediaFormat.Gif or MediaFormat.Webp => OpenPicture(content, limits),
        MediaFormat.Mp4 or MediaFormat.Matroska or MediaFormat.Avi or MediaFormat.Mpeg => FfmpegFrames.Open(tool, content, format, limits, cancellationToken),
        _ => throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, $"The content is {format}, which holds no video."),
    };

    private static FrameTimeline OpenPicture(MediaContent content, MediaLimits limits)
    {
        var frames = PictureFrames.Open(content, limits);
        if (frames.Duration <= limits.MaxSeconds)
            return frames;
        frames.Dispose();
        throw new ItemException(ItemStage.Decode, ItemErrorCodes.TooLarge, FormattableString.Invariant($"The animation is longer than {limits.MaxSeconds:0.#} s."));
    }
}
