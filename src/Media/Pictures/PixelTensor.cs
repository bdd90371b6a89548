namespace UniBind.Grid.Media;

/// <summary>Turns interleaved 8-bit RGB into the planar floats that encoders take: all red, then all green, then all blue.</summary>
/// <remarks>
/// Thread-safe. The arithmetic is done once per sample value in single precision, in the order of torchvision's
/// <c>ToTensor</c> and <c>Normalize</c>, so that equal bytes give equal bits.
/// </remarks>
internal static class PixelTensor
{
    private const int Levels = 256;

    // CLIP's published channel statistics (see ImageBind data.py).
    private static readonly float[] ClipMean = [0.48145466f, 0.4578275f, 0.40821073f];
    private static readonly float[] ClipStd = [0.26862954f, 0.26130258f, 0.27577711f];

    private static readonly float[][] Tables = [.. Enum.GetValues<PixelNormalization>().Select(MakeTable)];

    /// <summary>Writes the planes of one picture.</summary>
    /// <param name="rgb">At least <c>width * height * 3</c> bytes.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="n">The normalisation.</param>
    /// <param name="chw">Receives <c>3 * width * height</c> values.</param>
    internal static void Write(ReadOnlySpan<byte> rgb, int width, int height, PixelNormalization n, Span<float> chw)
    {
        var pixels = width * height;
        rgb = rgb[..(pixels * 3)];
        var table = Tables[(int)n].AsSpan();
        var tableR = table[..Levels];
        var tableG = table.Slice(Levels, Levels);
        var tableB = table.Slice(2 * Levels, Levels);
        var red = chw[..pixels];
        var green = chw.Slice(pixels, pixels);
        var blue = chw.Slice(2 * pixels, pixels);
        for (int i = 0, at = 0; i < pixels; i++, at += 3)
        {
            red[i] = tableR[rgb[at]];
            green[i] = tableG[rgb[at + 1]];
            blue[i] = tableB[rgb[at + 2]];
        }
    }

    /// <summary>Normalises one plane of 8-bit grey samples; <see cref="PixelNormalization.Clip"/> takes the statistics of <paramref name="channel"/>.</summary>
    internal static void WritePlane(ReadOnlySpan<byte> grey, PixelNormalization n, int channel, Span<float> plane)
    {
        var table = Tables[(int)n].AsSpan(channel * Levels, Levels);
        for (var i = 0; i < grey.Length; i++)
            plane[i] = table[grey[i]];
    }

    /// <summary>Normalises values that lie in 0..1 already; <see cref="PixelNormalization.Clip"/> takes the statistics of <paramref name="channel"/>.</summary>
    internal static void WritePlane(ReadOnlySpan<float> unit, PixelNormalization n, int channel, Span<float> plane)
    {
        for (var i = 0; i < unit.Length; i++)
            plane[i] = Normalize(unit[i], n, channel);
    }

    private static float[] MakeTable(PixelNormalization n)
    {
        var table = new float[3 * Levels];
        for (var channel = 0; channel < 3; channel++)
            for (var level = 0; level < Levels; level++)
                table[channel * Levels + level] = Normalize(level / 255f, n, channel);
        return table;
    }

    private static float Normalize(float x, PixelNormalization n, int channel) => n switch
    {
        PixelNormalization.Clip => (x - ClipMean[channel]) / ClipStd[channel],
        PixelNormalization.Half => (x - 0.5f) / 0.5f,
        _ => x,
    };
}
