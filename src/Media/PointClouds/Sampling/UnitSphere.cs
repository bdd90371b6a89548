namespace UniBind.Grid.Media;

/// <summary>Moves a point set to its centroid and scales it to a largest radius of 1, as Point-Bind's loader does.</summary>
internal static class UnitSphere
{
    /// <summary>Normalises in place. Sums and radii are taken in double; points that all coincide end up at the origin.</summary>
    public static void Normalise(Span<float> x, Span<float> y, Span<float> z)
    {
        var (cx, cy, cz) = (Mean(x), Mean(y), Mean(z));
        var largest = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy, dz) = (x[i] - cx, y[i] - cy, z[i] - cz);
            largest = Math.Max(largest, dx * dx + dy * dy + dz * dz);
        }
        var scale = largest > 0 ? 1 / Math.Sqrt(largest) : 0;
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (float)((x[i] - cx) * scale);
            y[i] = (float)((y[i] - cy) * scale);
            z[i] = (float)((z[i] - cz) * scale);
        }
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    }
}
