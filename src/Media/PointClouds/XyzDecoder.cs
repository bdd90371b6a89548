namespace UniBind.Grid.Media;

/// <summary>
/// Reads text files with one point a line: x, y, z and anything after, divided by blanks, tabs, commas or semicolons.
/// Lines that begin with <c>#</c> or <c>//</c> are comments; the first line may also be a row of column names, or the lone number of points.
/// </summary>
internal static class XyzDecoder
{
    private const int CheckEvery = 1 << 16;

    /// <summary>Decodes a file.</summary>
    /// <exception cref="ItemException">A line is no point, there are too many or none, or a coordinate is not finite.</exception>
    public static PointCloud Decode(ReadOnlySpan<byte> bytes, MediaLimits limits, CancellationToken cancellationToken)
    {
        var points = new PointBuffer(limits.MaxPoints, Math.Max(16, bytes.Length / 24));
        var scanner = new Utf8Scanner(bytes);
        var first = true;
        while (scanner.SkipToContent())
        {
            if (points.Count % CheckEvery == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var isNumber = scanner.TryReadNumberOnLine(out var x);
            var isPreamble = first && (!isNumber || scanner.AtLineEnd());
            if (!isPreamble)
            {
                if (!isNumber || !scanner.TryReadNumberOnLine(out var y) || !scanner.TryReadNumberOnLine(out var z))
                    throw Refuse.Corrupt($"The line of point {points.Count} (at byte {scanner.Position}) does not begin with three numbers.");
                points.Add(x, y, z);
            }
            scanner.ReadLine();
            first = false;
        }
        return points.Build();
    }
}
