namespace UniBind.Grid.Media;

/// <summary>Where the samples of one axis of a crop lie in the source: PyTorch's bilinear interpolation with <c>align_corners=False</c>, no antialiasing.</summary>
internal sealed class BilinearAxis
{
    /// <summary>Plans one axis.</summary>
    /// <param name="from">The source length.</param>
    /// <param name="to">The length that the whole source is scaled to.</param>
    /// <param name="offset">The first scaled position of the crop.</param>
    /// <param name="count">The length of the crop.</param>
    internal BilinearAxis(int from, long to, long offset, int count)
    {
        Low = new int[count];
        High = new int[count];
        Weight = new float[count];
        var scale = (double)from / to;
        for (var i = 0; i < count; i++)
        {
            var at = Math.Max(0, (offset + i + 0.5) * scale - 0.5);
            Low[i] = Math.Min((int)at, from - 1);
            High[i] = Math.Min(Low[i] + 1, from - 1);
            Weight[i] = (float)(at - Low[i]);
        }
    }

    /// <summary>The source position at or before each position.</summary>
    internal int[] Low { get; }

    /// <summary>The source position after it, or the last one.</summary>
    internal int[] High { get; }

    /// <summary>The weight of <see cref="High"/>.</summary>
    internal float[] Weight { get; }
}
