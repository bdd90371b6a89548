namespace UniBind.Grid.Media;

/// <summary>Opens sound: waves natively, everything else by ffmpeg.</summary>
internal static class AudioDecoder
{
    /// <summary>Opens the first sound track of a content.</summary>
    /// <param name="content">The content; stays the caller's and must outlive the track.</param>
    /// <param name="format">Its format.</param>
    /// <param name="limits">The length is checked against <see cref="MediaLimits.MaxSeconds"/>; for a wave before any sample is read.</param>
    /// <param name="tool">ffmpeg.</param>
    /// <param name="cancellationToken">Kills ffmpeg.</param>
    /// <exception cref="ItemException">The content is no sound, is damaged, empty, too long, or needs an ffmpeg that is missing.</exception>
    internal static PcmTrack Open(MediaContent content, MediaFormat format, MediaLimits limits, FfmpegTool tool, CancellationToken cancellationToken)
    {
        var track = format switch
        {
            MediaFormat.Wav => OpenWave(content) ?? FfmpegSound.Open(tool, content, format, limits, cancellationToken),
            MediaFormat.Flac or MediaFormat.Mp3 or MediaFormat.Ogg or MediaFormat.Aiff or MediaFormat.Mp4 or MediaFormat.Matroska or MediaFormat.Avi or MediaFormat.Mpeg =>
                FfmpegSound.Open(tool, content, format, limits, cancellationToken),
            _ => throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, $"The content is {format}, which holds no sound."),
        };
        var seconds = track.Frames / (double)track.Format.SampleRate;
        if (seconds <= limits.MaxSeconds)
            return track;
        track.Dispose();
        throw new ItemException(ItemStage.Decode, ItemErrorCodes.TooLarge, FormattableString.Invariant($"The sound is longer than {limits.MaxSeconds:0.#} s."));
    }

    // Null when the wave holds compressed samples (ADPCM, GSM, ...).
    private static PcmTrack? OpenWave(MediaContent content)
    {
        var stream = content.OpenRead();
        try
        {
            var header = WavReader.Read(stream);
            if (header.Format is { } format)
                return new(stream, header.DataOffset, format, header.Frames);
            stream.Dispose();
            return null;
        }
        catch (Exception e)
        {
            stream.Dispose();
            if (e is IOException)
                throw new ItemException(ItemStage.Read, ItemErrorCodes.Unreadable, $"The sound cannot be read: {e.Message}", e);
            throw;
        }
    }
}
