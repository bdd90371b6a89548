namespace UniBind.Grid.Media;

/// <summary>Reads points from NumPy arrays: a matrix [n, 3 or more] of numbers, or a vector of records with the fields x, y and z.</summary>
internal static class NumpyPoints
{
    private static readonly string[] Usual = ["points", "xyz", "pc", "pos", "point_cloud", "pointcloud", "vertices", "arr_0"];

    /// <summary>Reads the points of one array.</summary>
    /// <exception cref="ItemException">The array has another shape, too many points, or a value that is not finite.</exception>
    public static PointCloud Decode(NpyArray array, MediaLimits limits)
    {
        if (!HoldsPoints(array.Header))
            throw Refuse.Unsupported($"The NumPy array is of shape [{string.Join(", ", array.Header.Shape)}]; a point cloud is a numeric [n, 3 or more] or has the fields x, y and z.");
        var count = array.Header.Structured ? array.Header.Count : array.Rows;
        if (count > limits.MaxPoints)
            throw Refuse.TooLarge("The points", count, nameof(MediaLimits.MaxPoints), limits.MaxPoints);

        var columns = array.Header.Structured
            ? new[] { "x", "y", "z" }.Select(name => array.Field(array.Header.Fields.First(f => f.Name == name)))
            : Enumerable.Range(0, 3).Select(array.Column);
        var axes = columns.Select(ReadAll).ToArray();
        return PointCloud.Of(axes[0], axes[1], axes[2]);
    }

    /// <summary>Reads the points of the one array of an archive that holds any; where several do, one named points, xyz, pc, pos, vertices or arr_0 is taken.</summary>
    /// <exception cref="ItemException">No array or more than one holds points, or the array is bad.</exception>
    public static PointCloud DecodeArchive(MediaContent content, MediaLimits limits)
    {
        using var archive = new NpzArchive(content, limits);
        var candidates = archive.Names.Where(name => HoldsPoints(archive.ReadHeader(name))).ToList();
        var name = candidates.Count == 1 ? candidates[0] : Usual.FirstOrDefault(candidates.Contains);
        if (name is null)
            throw Refuse.Unsupported(candidates.Count == 0
                ? "No array of the archive is a point cloud, a numeric [n, 3 or more]."
                : $"Several arrays of the archive could be the point cloud ({string.Join(", ", candidates.Take(8))}); keep one, or name it 'points'.");
        return Decode(archive.Read(name), limits);
    }

    private static bool HoldsPoints(NpyHeader header) => header.Structured
        ? new[] { "x", "y", "z" }.All(name => header.Fields.Any(f => f.Name == name && f.Length == 1 && f.Type.IsNumeric))
        : header.Fields[0].Type.IsNumeric && NpyArray.Squeeze(header.Shape) is [_, >= 3];

    private static float[] ReadAll(NpyColumn column)
    {
        var values = new float[column.Count];
        column.Read(0, values.AsSpan());
        return values;
    }
}
