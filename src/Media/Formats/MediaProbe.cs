namespace UniBind.Grid.Media;

/// <summary>Estimates from its header what an item will cost to embed, for planning: items of like cost go into one batch.</summary>
/// <remarks>
/// An estimate, not a check: garbage gives a figure from the length, never a failure, and what a header claims is believed only within
/// the bounds below. Reads at most a few kilobytes beyond the head. Thread-safe.
/// </remarks>
public static class MediaProbe
{
    private const double MaxPixels = 1e12, MaxSeconds = 1e7;

    /// <summary>Measures an item.</summary>
    /// <returns>
    /// In the unit of the modality: text in tokens (bytes / 4); image and thermal in pixels (header, else 2 a byte); audio in seconds (header of
    /// WAVE and FLAC, else a usual data rate of the format); point clouds in points (header, else bytes / 12); events in events (bytes / 5); video
    /// in bytes. At least 0, finite.
    /// </returns>
    public static double Measure(MediaContent content, MediaKind kind)
    {
        try
        {
            return kind.Modality switch
            {
                Modality.Text => content.Length / 4.0,
                Modality.Image or Modality.Thermal => Pixels(content, kind.Format),
                Modality.Audio => Seconds(content, kind.Format),
                Modality.PointCloud => Points(content, kind.Format),
                Modality.Event => content.Length / 5.0,
                _ => content.Length,
            };
        }
        catch (Exception e) when (e is ItemException or IOException or ObjectDisposedException)
        {
            // Not a verdict: the decoder will tell what is wrong with it.
            return kind.Modality switch
            {
                Modality.Image or Modality.Thermal => content.Length * 2.0,
                Modality.PointCloud => content.Length / 12.0,
                _ => content.Length,
            };
        }
    }

    private static double Pixels(MediaContent content, MediaFormat format)
    {
        if (format == MediaFormat.Npy)
            return Known(NpyHeader.Parse(content.Head).Count, content);
        // A size behind long metadata (a thumbnail in a jpeg) is not in the head, which throws and leaves the length.
        var (width, height) = PictureHeader.Read(content.Head, format);
        return Known((double)width * height, content);
    }

    private static double Known(double pixels, MediaContent content) => pixels is > 0 and <= MaxPixels ? pixels : content.Length * 2.0;

    private static double Seconds(MediaContent content, MediaFormat format)
    {
        var seconds = format switch
        {
            MediaFormat.Wav => SoundHeader.WaveSeconds(content.Head, content.Length),
            MediaFormat.Flac => SoundHeader.FlacSeconds(content.Head),
            _ => null,
        };
        if (seconds is >= 0 and <= MaxSeconds)
            return seconds.Value;
        // 16-bit CD sound uncompressed or losslessly packed to about half of it; else 128 kbit/s.
        return content.Length / (format switch { MediaFormat.Wav or MediaFormat.Aiff => 176_400.0, MediaFormat.Flac => 88_200, _ => 16_000 });
    }

    private static double Points(MediaContent content, MediaFormat format)
    {
        var points = format switch
        {
            MediaFormat.Ply => PointHeader.PlyPoints(content.Head),
            MediaFormat.Off => PointHeader.OffPoints(content.Head),
            MediaFormat.Npy => NpyHeader.Parse(content.Head) is { Shape.Count: > 0 } header ? header.Shape[0] : null,
            MediaFormat.KittiBin => content.Length / 16.0,
            _ => null,
        };
        // A point takes at least a byte in every format: a larger claim is none.
        return points > 0 && points <= content.Length ? points.Value : content.Length / 12.0;
    }
}
