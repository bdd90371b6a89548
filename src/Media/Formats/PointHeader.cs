using System.Buffers.Text;

namespace UniBind.Grid.Media;

/// <summary>The number of points from the head of a point-cloud file; null where the head does not tell.</summary>
internal static class PointHeader
{
    /// <summary>PLY: the line <c>element vertex N</c>.</summary>
    public static double? PlyPoints(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("element vertex "u8);
        return at < 0 ? null : Number(head[(at + 15)..]);
    }

    /// <summary>OFF: the first number after the keyword, past comments.</summary>
    public static double? OffPoints(ReadOnlySpan<byte> head)
    {
        foreach (var range in head.Split((byte)'\n'))
        {
            var line = head[range].TrimStart(" \t\r"u8);
            if (line.StartsWith("OFF"u8))
                line = line[3..].TrimStart(" \t\r"u8);
            if (line is [not (byte)'#', ..])
                return Number(line);
        }
        return null;
    }

    private static double? Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text.TrimStart((byte)' '), out uint number, out _) ? number : null;
}
