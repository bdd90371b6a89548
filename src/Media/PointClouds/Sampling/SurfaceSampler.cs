using System.Numerics;

namespace UniBind.Grid.Media;

/// <summary>Draws points evenly over the area of a mesh's triangles, with a fixed generator.</summary>
internal static class SurfaceSampler
{
    /// <summary>Fixed for good: it is part of the profiles' contract.</summary>
    private const ulong Seed = 0x7375726661636573;

    /// <summary>Draws <paramref name="count"/> points: one from each of as many equal slices of the area, uniform within its triangle.</summary>
    /// <exception cref="ItemException">The content has no faces, or their area is zero.</exception>
    public static PointCloud Sample(PointCloud mesh, int count)
    {
        var triangles = mesh.Triangles.Length / 3;
        if (triangles == 0)
            throw new ItemException(ItemStage.Preprocess, ItemErrorCodes.Unsupported, "The content has no faces to draw points from; use the profile option sample=vertices.");
        var total = 0.0;
        for (var t = 0; t < triangles; t++)
            total += Area(mesh, t);
        if (!(total > 0) || !double.IsFinite(total))
            throw Refuse.Corrupt("The faces of the mesh have no area to draw points from; use the profile option sample=vertices.");

        var random = new SplitMix64(Seed);
        var (x, y, z) = (new float[count], new float[count], new float[count]);
        var (triangle, covered) = (0, Area(mesh, 0));
        for (var i = 0; i < count; i++)
        {
            var target = (i + random.NextDouble()) / count * total;
            while (covered <= target && triangle < triangles - 1)
                covered += Area(mesh, ++triangle);
            // The square root makes the draw uniform over the triangle (Osada et al. 2002).
            var u = (float)Math.Sqrt(random.NextDouble());
            var v = (float)random.NextDouble();
            var point = Corner(mesh, triangle, 0) * (1 - u) + Corner(mesh, triangle, 1) * (u * (1 - v)) + Corner(mesh, triangle, 2) * (u * v);
            (x[i], y[i], z[i]) = (point.X, point.Y, point.Z);
        }
        return PointCloud.Of(x, y, z);
    }

    private static double Area(PointCloud mesh, int triangle)
    {
        var origin = Corner(mesh, triangle, 0);
        var (a, b) = (Corner(mesh, triangle, 1) - origin, Corner(mesh, triangle, 2) - origin);
        // In double: coordinates of 1e10 are unusual but finite, and their fourth power is not, in float.
        var (i, j, k) = ((double)a.Y * b.Z - (double)a.Z * b.Y, (double)a.Z * b.X - (double)a.X * b.Z, (double)a.X * b.Y - (double)a.Y * b.X);
        return 0.5 * Math.Sqrt(i * i + j * j + k * k);
    }

    private static Vector3 Corner(PointCloud mesh, int triangle, int corner)
    {
        var index = mesh.Triangles[3 * triangle + corner];
        return new Vector3(mesh.X[index], mesh.Y[index], mesh.Z[index]);
    }
}
