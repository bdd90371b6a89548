namespace UniBind.Grid.Media;

/// <summary>Chooses points by their place in the file alone, in O(chosen).</summary>
internal static class PointThinning
{
    /// <summary>Fixed for good: it is part of the profiles' contract.</summary>
    private const ulong Seed = 0x556E6942696E64;

    /// <summary>Evenly spaced indices: floor(i * points / count).</summary>
    public static int[] Stride(int points, int count)
    {
        var indices = new int[count];
        for (var i = 0; i < count; i++)
            indices[i] = (int)((long)i * points / count);
        return indices;
    }

    /// <summary>
    /// One index out of each of <paramref name="count"/> equal stretches of the file, drawn by a fixed generator: unlike a stride it cannot fall into step
    /// with the rows of a scan. Ascending; the first is index 0, where farthest point sampling starts.
    /// </summary>
    public static int[] Stratified(int points, int count)
    {
        var random = new SplitMix64(Seed);
        var indices = new int[count];
        for (var i = 1; i < count; i++)
        {
            var start = (int)((long)i * points / count);
            var end = (int)((i + 1L) * points / count);
            indices[i] = start + random.Next(end - start);
        }
        return indices;
    }
}
