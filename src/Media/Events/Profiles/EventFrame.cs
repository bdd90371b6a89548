namespace UniBind.Grid.Media;

/// <summary>All events of a recording in one picture, as UniBind's event pictures were made: black where nothing happened, one colour for each polarity.</summary>
/// <param name="Rgb">Interleaved 8-bit RGB, <c>Width * Height * 3</c> bytes.</param>
/// <param name="Width">Pixels a row: the sensor's width.</param>
/// <param name="Height">Rows: the sensor's height.</param>
internal sealed record EventFrame(byte[] Rgb, int Width, int Height)
{
    /// <summary>Far more than any sensor has; a single forged event must not cost a gigabyte.</summary>
    private const long MostPixels = 1 << 24;

    /// <summary>
    /// Counts events per pixel and polarity; a level is round(255 count / largest count of the polarity), halves to even; the colour is the sum of
    /// level times (1, 1, 0) for the one polarity and level times (0, 1, 1) for the other, saturated at 255.
    /// </summary>
    /// <param name="recording">The events.</param>
    /// <param name="positiveYellow">True when positive events are yellow and negative ones cyan, false for the reverse.</param>
    /// <param name="limits">The bound on pixels.</param>
    /// <exception cref="ItemException">The sensor has too many pixels.</exception>
    public static EventFrame Render(EventRecording recording, bool positiveYellow, MediaLimits limits)
    {
        var pixels = (long)recording.Width * recording.Height;
        var most = Math.Min(limits.MaxPixels, MostPixels);
        if (pixels > most)
            throw Refuse.TooLarge("The sensor's pixels", pixels, nameof(MediaLimits.MaxPixels), most);

        var rgb = new byte[3 * pixels];
        var yellow = Levels(recording, positiveYellow);
        for (var i = 0; i < yellow.Length; i++)
            (rgb[3 * i], rgb[3 * i + 1]) = (yellow[i], yellow[i]);
        var cyan = Levels(recording, !positiveYellow);
        for (var i = 0; i < cyan.Length; i++)
            (rgb[3 * i + 1], rgb[3 * i + 2]) = ((byte)Math.Min(255, rgb[3 * i + 1] + cyan[i]), cyan[i]);
        return new EventFrame(rgb, recording.Width, recording.Height);
    }

    private static byte[] Levels(EventRecording recording, bool positive)
    {
        var (width, x, y, polarity) = (recording.Width, recording.X, recording.Y, recording.Positive);
        var counts = new int[width * recording.Height];
        for (var i = 0; i < x.Length; i++)
            counts[y[i] * width + x[i]] += polarity[i] == positive ? 1 : 0;

        var largest = Math.Max(1, System.Numerics.Tensors.TensorPrimitives.Max<int>(counts));
        var levels = new byte[counts.Length];
        for (var i = 0; i < counts.Length; i++)
            if (counts[i] != 0)
                levels[i] = (byte)Math.Round(255.0 * counts[i] / largest, MidpointRounding.ToEven);
        return levels;
    }
}
