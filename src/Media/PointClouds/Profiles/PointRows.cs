using System.Globalization;

namespace UniBind.Grid.Media;

/// <summary>What the point profiles share when they write their tensors.</summary>
internal static class PointRows
{
    /// <summary>Writes one row, x y z after another, turned by a rotation.</summary>
    public static void Write(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, PointRotation rotation, Span<float> row)
    {
        for (var i = 0; i < x.Length; i++)
            (row[3 * i], row[3 * i + 1], row[3 * i + 2]) = rotation.Turn(x[i], y[i], z[i]);
    }

    /// <summary>What <c>inspect</c> shows: how many points the file has, and what was done about their number.</summary>
    public static IReadOnlyDictionary<string, string> Notes(PointCloud cloud, PointSampling sampling)
    {
        var notes = new Dictionary<string, string> { ["points"] = cloud.Count.ToString(CultureInfo.InvariantCulture) };
        if (sampling.Surface)
            notes["triangles"] = (cloud.Triangles.Length / 3).ToString(CultureInfo.InvariantCulture);
        else if (cloud.Count < sampling.Points)
            notes["repeated"] = $"{cloud.Count} points to {sampling.Points}";
        return notes;
    }
}
