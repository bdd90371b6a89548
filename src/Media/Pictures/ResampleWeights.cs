namespace UniBind.Grid.Media;

/// <summary>
/// The weights of one axis of a bicubic resampling with Pillow's definition: a Keys kernel with a = -0.5 whose support grows
/// with the scale when the picture shrinks (antialiasing), cut at the edges and normalised to sum 1.
/// </summary>
/// <remarks>Immutable. Only the output positions of a window are computed, which is how a center crop costs nothing for what it cuts off.</remarks>
internal sealed class ResampleWeights
{
    /// <summary>The fraction bits of <see cref="Fixed"/>: 32 less 8 for the sample and 2 for overshoot, as in Pillow.</summary>
    internal const int FractionBits = 32 - 8 - 2;

    /// <summary>One half in the scale of <see cref="Fixed"/>, which a sum starts with to be rounded.</summary>
    internal const int FixedHalf = 1 << (FractionBits - 1);

    /// <summary>The bits of a weight that stand in <see cref="Low"/>.</summary>
    internal const int LowBits = 11;

    private const int TapsGrain = 4;
    private const double Support = 2;
    private const double A = -0.5;

    private ResampleWeights(int taps, int count)
    {
        Taps = taps;
        Starts = new int[count];
        Counts = new int[count];
        Exact = new double[count * taps];
        Fixed = new int[count * taps];
        High = new short[count * taps];
        Low = new short[count * taps];
    }

    /// <summary>The room for weights of one output position, a multiple of 4; how many are used stands in <see cref="Counts"/>, the others are 0.</summary>
    internal int Taps { get; }

    /// <summary>The first input position of each output position.</summary>
    internal int[] Starts { get; }

    /// <summary>How many input positions each output position takes, at least 1.</summary>
    internal int[] Counts { get; }

    /// <summary>The weights, <see cref="Taps"/> for each output position.</summary>
    internal double[] Exact { get; }

    /// <summary>The weights in fixed point.</summary>
    internal int[] Fixed { get; }

    /// <summary>The weights in fixed point without their lowest bits, for processors that multiply 16-bit numbers in pairs.</summary>
    internal short[] High { get; }

    /// <summary>The lowest bits of the weights: <c>Fixed = High * 2048 + Low</c>, with nothing lost.</summary>
    internal short[] Low { get; }

    /// <summary>Computes the weights.</summary>
    /// <param name="from">The length of the input.</param>
    /// <param name="to">The length that the whole input is resampled to.</param>
    /// <param name="offset">The first output position of the window.</param>
    /// <param name="count">The output positions of the window.</param>
    internal static ResampleWeights Bicubic(int from, long to, long offset, int count)
    {
        var scale = (double)from / to;
        var stretch = Math.Max(scale, 1);
        var support = Support * stretch;
        var weights = new ResampleWeights(((int)Math.Ceiling(support) * 2 + TapsGrain) / TapsGrain * TapsGrain, count);
        for (var i = 0; i < count; i++)
        {
            var center = (offset + i + 0.5) * scale;
            var start = Math.Max((int)(center - support + 0.5), 0);
            var taps = Math.Min((int)(center + support + 0.5), from) - start;
            weights.Starts[i] = start;
            weights.Counts[i] = taps;
            weights.Fill(i * weights.Taps, taps, start - center + 0.5, 1 / stretch);
        }
        return weights;
    }

    private void Fill(int at, int taps, double distance, double step)
    {
        var exact = Exact.AsSpan(at, taps);
        var sum = 0.0;
        for (var k = 0; k < taps; k++)
            sum += exact[k] = Kernel((k + distance) * step);
        for (var k = 0; k < taps; k++)
        {
            if (sum != 0)
                exact[k] /= sum;
            var weight = (int)(exact[k] * (1 << FractionBits) + (exact[k] < 0 ? -0.5 : 0.5));
            Fixed[at + k] = weight;
            High[at + k] = (short)(weight >> LowBits);
            Low[at + k] = (short)(weight & ((1 << LowBits) - 1));
        }
    }

    private static double Kernel(double x)
    {
        x = Math.Abs(x);
        return x < 1 ? ((A + 2) * x - (A + 3)) * x * x + 1
            : x < 2 ? (((x - 5) * x + 8) * x - 4) * A
            : 0;
    }
}
