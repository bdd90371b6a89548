using System.Numerics;

namespace UniBind.Grid.Media;

/// <summary>
/// The power spectra of several real frames at once: every vector lane carries a frame of its own, so that the butterflies
/// need no shuffles and a lane's result does not depend on the vector width.
/// </summary>
/// <remarks>
/// A real frame of N samples is transformed as N/2 complex ones (even samples real, odd samples imaginary), radix 2, decimation
/// in time, and then split. One instance holds the work space of one thread; the twiddles are shared.
/// </remarks>
internal sealed class LaneFft
{
    private readonly int _half;
    private readonly int[] _reversed;
    private readonly float[] _cos;
    private readonly float[] _sin;
    private readonly Vector<float>[] _re;
    private readonly Vector<float>[] _im;

    /// <summary>A transform of a given size.</summary>
    /// <param name="size">The frame length, a power of two of at least 4.</param>
    internal LaneFft(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 4);
        ArgumentOutOfRangeException.ThrowIfNotEqual(BitOperations.IsPow2(size), true, nameof(size));
        Size = size;
        _half = size / 2;
        (_reversed, _cos, _sin) = Tables.GetOrAdd(size, MakeTables);
        _re = new Vector<float>[_half];
        _im = new Vector<float>[_half];
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, (int[], float[], float[])> Tables = new();

    /// <summary>The frame length N.</summary>
    internal int Size { get; }

    /// <summary>Computes |X[k]|² for k = 0 .. N/2 - 1 of every lane.</summary>
    /// <param name="frame">Sample n of every lane; fewer than N samples are continued with zeros.</param>
    /// <param name="power">Receives N/2 vectors.</param>
    internal void PowerSpectrum(ReadOnlySpan<Vector<float>> frame, Span<Vector<float>> power)
    {
        for (var i = 0; i < _half; i++)
        {
            var at = _reversed[i];
            _re[at] = 2 * i < frame.Length ? frame[2 * i] : Vector<float>.Zero;
            _im[at] = 2 * i + 1 < frame.Length ? frame[2 * i + 1] : Vector<float>.Zero;
        }
        Transform();
        Split(power);
    }

    private void Transform()
    {
        var re = _re.AsSpan();
        var im = _im.AsSpan();
        for (var span = 1; span < _half; span *= 2)
        {
            var stride = _half / span;
            for (var k = 0; k < span; k++)
            {
                // exp(-2 pi i k / (2 span)), taken from the table of the N-th roots.
                var c = new Vector<float>(_cos[k * stride]);
                var s = new Vector<float>(_sin[k * stride]);
                for (var a = k; a < _half; a += 2 * span)
                {
                    var b = a + span;
                    var tr = re[b] * c + im[b] * s;
                    var ti = im[b] * c - re[b] * s;
                    re[b] = re[a] - tr;
                    im[b] = im[a] - ti;
                    re[a] += tr;
                    im[a] += ti;
                }
            }
        }
    }

    // X[k] = (Z[k] + conj Z[h-k]) / 2 + exp(-2 pi i k / N) (Z[k] - conj Z[h-k]) / 2i, with h = N/2 and Z[h] = Z[0].
    private void Split(Span<Vector<float>> power)
    {
        for (var k = 0; k < _half; k++)
        {
            var m = (_half - k) & (_half - 1);
            var evenRe = _re[k] + _re[m];
            var evenIm = _im[k] - _im[m];
            var oddRe = _im[k] + _im[m];
            var oddIm = _re[m] - _re[k];
            var c = new Vector<float>(_cos[k]);
            var s = new Vector<float>(_sin[k]);
            var re = evenRe + (oddRe * c + oddIm * s);
            var im = evenIm + (oddIm * c - oddRe * s);
            power[k] = (re * re + im * im) * 0.25f;
        }
    }

    // The first half of the N-th roots of unity serves the split as it stands and the butterflies in strides.
    private static (int[] Reversed, float[] Cos, float[] Sin) MakeTables(int size)
    {
        var half = size / 2;
        var bits = BitOperations.Log2((uint)half);
        var reversed = new int[half];
        var cos = new float[half];
        var sin = new float[half];
        for (var i = 0; i < half; i++)
        {
            for (var bit = 0; bit < bits; bit++)
                reversed[i] |= ((i >> bit) & 1) << (bits - 1 - bit);
            (var s, var c) = Math.SinCos(2 * Math.PI * i / size);
            cos[i] = (float)c;
            sin[i] = (float)s;
        }
        return (reversed, cos, sin);
    }
}
