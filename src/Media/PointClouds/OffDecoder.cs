namespace UniBind.Grid.Media;

/// <summary>
/// Reads Geomview OFF files in text form, with the prefixes ST, C and N (their extra values stand behind x y z and are skipped).
/// The counts may follow the keyword on its own line, even glued to it as in ModelNet's <c>OFF490 518 0</c>, and the keyword may be missing.
/// </summary>
internal static class OffDecoder
{
    private const int CheckEvery = 1 << 16;

    /// <summary>Three digits, two separators and a line end.</summary>
    private const int LeastVertexBytes = 6;

    /// <summary>Decodes a file.</summary>
    /// <exception cref="ItemException">The keyword or counts are damaged, fewer vertices follow than claimed, or a coordinate is not finite.</exception>
    public static PointCloud Decode(ReadOnlySpan<byte> bytes, MediaLimits limits, bool faces, CancellationToken cancellationToken)
    {
        var scanner = new Utf8Scanner(bytes);
        ReadKeyword(ref scanner);
        var vertices = ReadCount(ref scanner, "vertices");
        var faceCount = ReadCount(ref scanner, "faces");
        scanner.ReadLine();

        // The last line needs no end.
        var count = PointCloudDecoder.CheckCount(vertices, LeastVertexBytes, scanner.Remaining + 1L, limits);
        var points = new PointBuffer(limits.MaxPoints, count);
        for (var i = 0; i < count; i++)
        {
            if (i % CheckEvery == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (!scanner.SkipToContent() || !scanner.TryReadNumberOnLine(out var x) || !scanner.TryReadNumberOnLine(out var y) || !scanner.TryReadNumberOnLine(out var z))
                throw Refuse.Corrupt($"The OFF file claims {count} vertices, but vertex {i} is missing or is no three numbers.");
            points.Add(x, y, z);
            scanner.ReadLine();
        }
        return points.Build(faces ? ReadFaces(ref scanner, faceCount, limits, cancellationToken) : null);
    }

    private static void ReadKeyword(ref Utf8Scanner scanner)
    {
        if (!scanner.SkipToContent())
            throw Refuse.Empty("The OFF file has no content.");
        var letters = scanner.ReadLetters();
        if (letters.IsEmpty)
            return;
        if (letters is not [.. var prefix, (byte)'O', (byte)'F', (byte)'F'] || prefix.IndexOfAnyExcept("STCN"u8) >= 0)
            throw Refuse.Unsupported("The file's keyword is none of OFF, COFF, NOFF, STOFF and their combinations; OFF files of other dimensions are not read.");
        if (!scanner.ReadLetters().IsEmpty)
            throw Refuse.Unsupported("Binary OFF files are not read; save the mesh as text OFF or as PLY.");
    }

    private static long ReadCount(ref Utf8Scanner scanner, string what)
    {
        if (!scanner.SkipToContent() || !scanner.TryReadNumberOnLine(out var count) || count is not (>= 0 and < long.MaxValue) || count != Math.Floor(count))
            throw Refuse.Corrupt($"The OFF file does not say how many {what} it has.");
        return (long)count;
    }

    private static int[] ReadFaces(ref Utf8Scanner scanner, long faceCount, MediaLimits limits, CancellationToken cancellationToken)
    {
        var triangles = TriangleBuffer.For(limits);
        for (var i = 0L; i < faceCount; i++)
        {
            if (i % CheckEvery == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (!scanner.SkipToContent() || !scanner.TryReadNumberOnLine(out var corners))
                throw Refuse.Corrupt($"The OFF file claims {faceCount} faces, but face {i} is missing.");
            triangles.Begin();
            for (var k = 0; k < corners; k++)
            {
                if (!scanner.TryReadNumberOnLine(out var corner))
                    throw Refuse.Corrupt($"Face {i} of the OFF file has fewer corners than it claims.");
                triangles.Corner((long)corner);
            }
            scanner.ReadLine();
        }
        return triangles.ToArray();
    }
}
