namespace UniBind.Grid.Media;

/// <summary>
/// The SplitMix64 generator (Steele, Lea, Flood 2014): the same numbers on every machine and runtime, which <see cref="Random"/> does not promise.
/// Part of the profiles' contract: changing it changes tensors.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0, inclusive, to 1, exclusive.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An integer from 0 to <paramref name="bound"/> - 1; the bias is below bound / 2^64.</summary>
    public int Next(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);
}
