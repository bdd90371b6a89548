namespace UniBind.Grid.Media;

/// <summary>Reads Wavefront OBJ files: the <c>v</c> lines are the points, the <c>f</c> lines the faces; everything else is skipped, files that it names are never opened.</summary>
internal static class ObjDecoder
{
    private const int CheckEvery = 1 << 16;

    /// <summary>Decodes a file.</summary>
    /// <exception cref="ItemException">A vertex or face line is damaged, there are too many vertices or none, or a coordinate is not finite.</exception>
    public static PointCloud Decode(ReadOnlySpan<byte> bytes, MediaLimits limits, bool faces, CancellationToken cancellationToken)
    {
        var points = new PointBuffer(limits.MaxPoints);
        var triangles = TriangleBuffer.For(limits);
        var scanner = new Utf8Scanner(bytes);
        for (var line = 0; scanner.SkipToContent(); line++)
        {
            if (line % CheckEvery == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var keyword = scanner.ReadTokenOnLine();
            if (keyword is [(byte)'v'])
            {
                if (!scanner.TryReadNumberOnLine(out var x) || !scanner.TryReadNumberOnLine(out var y) || !scanner.TryReadNumberOnLine(out var z))
                    throw Refuse.Corrupt($"The line of vertex {points.Count + 1} (at byte {scanner.Position}) does not hold three numbers.");
                points.Add(x, y, z);
            }
            else if (faces && keyword is [(byte)'f'])
                ReadFace(ref scanner, points.Count, triangles);
            scanner.ReadLine();
        }
        return points.Build(triangles.ToArray());
    }

    /// <summary>Corners read <c>v</c>, <c>v/vt</c>, <c>v//vn</c> or <c>v/vt/vn</c>; v counts from 1, or backwards from the last vertex when negative.</summary>
    private static void ReadFace(ref Utf8Scanner scanner, int vertices, TriangleBuffer triangles)
    {
        triangles.Begin();
        while (!scanner.AtLineEnd())
        {
            var corner = scanner.ReadTokenOnLine();
            var slash = corner.IndexOf((byte)'/');
            var index = slash < 0 ? corner : corner[..slash];
            if (!System.Buffers.Text.Utf8Parser.TryParse(index, out int number, out var used) || used != index.Length || number == 0)
                throw Refuse.Corrupt($"A face (at byte {scanner.Position}) refers to no vertex.");
            triangles.Corner(number > 0 ? number - 1L : (long)vertices + number);
        }
    }
}
