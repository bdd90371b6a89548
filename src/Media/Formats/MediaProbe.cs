namespace UniBind.Grid.Media;

/// <summary>Estimates from its header what an item will cost to embed, for planning: items of like cost go into one batch.</summary>
/// <remarks>
/// An estimate, not a check: garbage gives a figure from the length, never a failure, and what a header claims is believed only within
/// the bounds below. Reads no more than the head, but for pictures whose size lies elsewhere. Thread-safe.
/// </remarks>
public static class MediaProbe
{
    private const double MaxPixels = 1e12, MaxSeconds = 1e7;
    private const long MaxWhole = 32 << 20;

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
            return content.Length; // the decoder will tell what is wrong with it
        }
    }

    private static double Pixels(MediaContent content, MediaFormat format)
    {
        var pixels = Pixels(content.Head, format);
        // Behind long metadata (a thumbnail in a jpeg), or at the end (the directory of a tiff).
        if (pixels == 0 && content.Length is > 0 and <= MaxWhole)
            pixels = Pixels(content.ReadBytes(MaxWhole).Span, format);
        return pixels is > 0 and <= MaxPixels ? pixels : content.Length * 2.0;
    }

    /// <summary>What the header states, or 0.</summary>
    private static double Pixels(ReadOnlySpan<byte> bytes, MediaFormat format)
    {
        try
        {
            if (format == MediaFormat.Npy)
                return NpyHeader.Parse(bytes).Count;
            var (width, height) = PictureHeader.Read(bytes, format);
            return (double)width * height;
        }
        catch (ItemException)
        {
            return 0;
        }
    }

    /// <summary>Rows of an array [..., 3], or null.</summary>
    private static double? Rows(ReadOnlySpan<byte> head)
    {
        try
        {
            var header = NpyHeader.Parse(head);
            return header.Shape.Count == 0 ? null : (double)header.Count / Math.Max(1, header.Shape.Count > 1 ? header.Shape[^1] : 1);
        }
        catch (ItemException)
        {
            return null;
        }
    }

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
            MediaFormat.Npy => Rows(content.Head),
            MediaFormat.KittiBin => content.Length / 16.0,
            _ => null,
        };
        // A point takes at least a byte in every format: a larger claim is none.
        return points > 0 && points <= content.Length ? points.Value : content.Length / 12.0;
    }
}
