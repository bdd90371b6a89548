namespace UniBind.Grid.Encoding;

/// <summary>Constants of the descriptors, the same on every machine.</summary>
internal static class ClassicMath
{
    /// <summary>
    /// Rounds to six decimals: sine, cosine and exponential may differ in the last bit between platforms, and the graphs' bytes must not.
    /// </summary>
    public static float Round(double value) => (float)Math.Round(value, 6);

    /// <summary>The values, rounded.</summary>
    public static float[] Table(int count, Func<int, double> value)
    {
        var table = new float[count];
        for (var i = 0; i < count; i++)
            table[i] = Round(value(i));
        return table;
    }

    /// <summary><paramref name="count"/> indices below <paramref name="below"/>, from SplitMix64 (Steele, Lea, Flood 2014).</summary>
    public static long[] Indices(ulong seed, int count, int below)
    {
        var indices = new long[count];
        for (var i = 0; i < count; i++)
        {
            seed += 0x9E3779B97F4A7C15;
            var z = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            indices[i] = (long)((z ^ (z >> 31)) % (ulong)below);
        }

        return indices;
    }
}
