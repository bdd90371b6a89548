using System.Numerics;

namespace UniBind.Grid.Samples;

/// <summary>
/// xoshiro256** (Blackman and Vigna, 2018) seeded by SplitMix64: the same numbers on every platform and in every version of the runtime,
/// which <see cref="Random"/> does not promise.
/// </summary>
/// <remarks>Not thread-safe. Each item has its own generator, keyed by what the item is, so that no item depends on another.</remarks>
internal sealed class StableRandom
{
    private ulong _a, _b, _c, _d;

    /// <summary>A generator whose numbers are a function of the key alone.</summary>
    public StableRandom(params ReadOnlySpan<ulong> key)
    {
        var state = 0x5851F42D4C957F2DUL;
        foreach (var part in key)
            state = SplitMix(state ^ SplitMix(part));
        _a = SplitMix(state + 1);
        _b = SplitMix(state + 2);
        _c = SplitMix(state + 3);
        _d = SplitMix(state + 4);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Between(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>An integer from 0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)(((NextBits() >> 32) * (ulong)count) >> 32);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>About normal, mean 0 and deviation 1: the sum of four 16-bit uniforms (Irwin-Hall), bounded by 3.5.</summary>
    public double NextNormal()
    {
        const double inverseDeviation = 1.7320508075688772 / 65536.0;
        var bits = NextBits();
        var sum = (double)(bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return (sum - 2 * 65535.0) * inverseDeviation;
    }

    private static ulong SplitMix(ulong x)
    {
        x += 0x9E3779B97F4A7C15UL;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }
}
