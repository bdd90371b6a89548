using System.Collections.Concurrent;
using System.Numerics;

namespace UniBind.Grid.Media;

/// <summary>
/// The polyphase windowed-sinc filter of <c>torchaudio.functional.resample</c> with its defaults: Hann window,
/// low-pass width 6, roll-off 0.99. One row of taps for each output phase of the reduced ratio.
/// </summary>
/// <remarks>
/// Tap j of phase p is <c>sinc(t) cos²(pi t / 12) base/orig</c> with <c>t = (j/orig - p/new) base</c> and
/// <c>base = 0.99 min(orig, new)</c>. torchaudio stores the whole range of j, of which only |t| &lt; 6 differs from zero;
/// only that is kept here, which makes odd ratios (44,101 Hz to 16 kHz) as cheap as round ones. Computed in double precision.
/// Immutable and thread-safe.
/// </remarks>
internal sealed class ResamplingKernel
{
    private const int LowpassWidth = 6;
    private const double Rolloff = 0.99;

    // Rates come from untrusted headers: only ratios that recorders use are worth keeping.
    private const int MaxCached = 32;
    private const int MaxCachedTaps = 1 << 16;

    private static readonly ConcurrentDictionary<(int, int), ResamplingKernel> Cache = new();

    private readonly float[] _taps;
    private readonly int[] _offsets;

    private ResamplingKernel(int from, int to)
    {
        From = from;
        To = to;
        var cutoff = Math.Min(from, to) * Rolloff;
        var reach = LowpassWidth * from / cutoff;
        var used = (int)Math.Floor(2 * reach) + 1;
        var lanes = Vector<float>.Count;
        Taps = (used + lanes - 1) / lanes * lanes;
        _taps = new float[(long)Taps * to];
        _offsets = new int[to];
        for (var phase = 0; phase < to; phase++)
        {
            var offset = (int)Math.Ceiling(phase * (double)from / to - reach);
            _offsets[phase] = offset;
            for (var j = 0; j < used; j++)
                _taps[phase * Taps + j] = (float)Tap((offset + j) / (double)from - phase / (double)to, cutoff, from);
        }
    }

    /// <summary>The input rate divided by the greatest common divisor of both.</summary>
    internal int From { get; }

    /// <summary>The output rate divided by the greatest common divisor of both; the number of phases.</summary>
    internal int To { get; }

    /// <summary>The taps of one phase, a multiple of the vector width; the last ones may be zero.</summary>
    internal int Taps { get; }

    /// <summary>The kernel for two rates in Hz.</summary>
    internal static ResamplingKernel For(int fromRate, int toRate)
    {
        var divisor = (int)BigInteger.GreatestCommonDivisor(fromRate, toRate);
        var ratio = (fromRate / divisor, toRate / divisor);
        if (Cache.TryGetValue(ratio, out var kernel))
            return kernel;
        kernel = new(ratio.Item1, ratio.Item2);
        if (kernel._taps.Length <= MaxCachedTaps && Cache.Count < MaxCached)
            Cache.TryAdd(ratio, kernel);
        return kernel;
    }

    /// <summary>The first input sample that output <paramref name="index"/> depends on; may be negative.</summary>
    internal long FirstInput(long index) => index / To * From + _offsets[index % To];

    /// <summary>Computes consecutive outputs.</summary>
    /// <param name="input">The input from <c>FirstInput(start)</c> on, <see cref="Taps"/> samples beyond <c>FirstInput</c> of the last output; zero where there is no sound.</param>
    /// <param name="start">The index of the first output.</param>
    /// <param name="output">Receives the outputs.</param>
    internal void Apply(ReadOnlySpan<float> input, long start, Span<float> output)
    {
        var (block, phase) = Math.DivRem(start, To);
        var p = (int)phase;
        var at = block * From - FirstInput(start);
        for (var i = 0; i < output.Length; i++)
        {
            output[i] = Dot(_taps.AsSpan(p * Taps, Taps), input.Slice((int)(at + _offsets[p]), Taps));
            if (++p == To)
            {
                p = 0;
                at += From;
            }
        }
    }

    private static double Tap(double time, double cutoff, int from)
    {
        var t = Math.Clamp(time * cutoff, -LowpassWidth, LowpassWidth);
        var window = Math.Cos(t * Math.PI / LowpassWidth / 2);
        var sinc = t == 0 ? 1 : Math.Sin(t * Math.PI) / (t * Math.PI);
        return sinc * window * window * (cutoff / from);
    }

    private static float Dot(ReadOnlySpan<float> taps, ReadOnlySpan<float> samples)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < taps.Length; i += Vector<float>.Count)
            sum += new Vector<float>(taps[i..]) * new Vector<float>(samples[i..]);
        return Vector.Sum(sum);
    }
}
