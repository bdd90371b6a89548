using System.Buffers.Text;

namespace UniBind.Grid.Media;

/// <summary>The shape in the head of a NumPy file; null where there is none.</summary>
internal static class NpyHeader
{
    private const int MaxDimensions = 8;

    /// <summary>The product of all dimensions.</summary>
    public static double? Elements(ReadOnlySpan<byte> head) => Product(head, withoutLast: false);

    /// <summary>The product of all dimensions but the last: the points of an array [..., 3].</summary>
    public static double? Rows(ReadOnlySpan<byte> head) => Product(head, withoutLast: true);

    private static double? Product(ReadOnlySpan<byte> head, bool withoutLast)
    {
        var at = head.IndexOf("'shape':"u8);
        if (at < 0)
            return null;
        var rest = head[(at + 8)..].TrimStart(" ("u8);
        double product = 1, last = 1;
        var dimensions = 0;
        while (dimensions < MaxDimensions && Utf8Parser.TryParse(rest, out uint dimension, out var used))
        {
            last = dimension;
            product *= dimension;
            dimensions++;
            rest = rest[used..].TrimStart(" ,"u8);
        }
        if (dimensions == 0)
            return null;
        return withoutLast && dimensions > 1 ? (last == 0 ? 0 : product / last) : product;
    }
}
