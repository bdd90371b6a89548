using System.Numerics;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Media;

/// <summary>A set of points as its file gives it: three arrays of equal length, all values finite, at least one point.</summary>
/// <remarks>Treated as immutable once made: samplers copy.</remarks>
internal sealed class PointCloud
{
    private PointCloud(float[] x, float[] y, float[] z, int[] triangles) => (X, Y, Z, Triangles) = (x, y, z, triangles);

    /// <summary>The x coordinates.</summary>
    public float[] X { get; }

    /// <summary>The y coordinates.</summary>
    public float[] Y { get; }

    /// <summary>The z coordinates.</summary>
    public float[] Z { get; }

    /// <summary>The corners of the triangles, three point indices each; empty when the file has no faces or nobody asked for them.</summary>
    public int[] Triangles { get; }

    /// <summary>The number of points.</summary>
    public int Count => X.Length;

    /// <summary>Takes over the coordinates.</summary>
    /// <param name="x">The x coordinates.</param>
    /// <param name="y">The y coordinates, as many.</param>
    /// <param name="z">The z coordinates, as many.</param>
    /// <param name="triangles">The triangles' corners, or null.</param>
    /// <exception cref="ItemException">There is no point, a coordinate is not finite, or a triangle refers to a point that is not there.</exception>
    public static PointCloud Of(float[] x, float[] y, float[] z, int[]? triangles = null)
    {
        if (x.Length == 0)
            throw Refuse.Empty("The point cloud has no points.");
        foreach (var (axis, values) in (ReadOnlySpan<(char, float[])>)[('x', x), ('y', y), ('z', z)])
            if (IndexOfNotFinite(values) is >= 0 and var index)
                throw Refuse.NotFinite($"The {axis} coordinate of point {index} is NaN or infinite, or beyond the range of a 32-bit float.");
        triangles ??= [];
        foreach (var corner in triangles)
            if ((uint)corner >= (uint)x.Length)
                throw Refuse.Corrupt($"A face refers to point {corner}, but there are {x.Length} points, counted from 0.");
        return new PointCloud(x, y, z, triangles);
    }

    /// <summary>Scans whole vectors, and looks closer only where one fails.</summary>
    private static int IndexOfNotFinite(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var i = 0;
        while (i < vectors.Length && Vector.EqualsAll(vectors[i] - vectors[i], Vector<float>.Zero))
            i++;
        for (i *= Vector<float>.Count; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                return i;
        return -1;
    }
}
