namespace UniBind.Grid.Media;

/// <summary>Orders points along the Z curve, so that points close in the order are close in space.</summary>
internal static class MortonOrder
{
    /// <summary>Sorts indices of points by the place of their points on the curve.</summary>
    public static void Sort(Span<int> indices, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z)
    {
        var (qx, qy, qz) = (MortonAxis.Of(indices, x), MortonAxis.Of(indices, y), MortonAxis.Of(indices, z));
        var codes = new uint[indices.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            var at = indices[i];
            codes[i] = Spread(qx.Cell(x[at])) | Spread(qy.Cell(y[at])) << 1 | Spread(qz.Cell(z[at])) << 2;
        }
        codes.AsSpan().Sort(indices);
    }

    /// <summary>Moves the ten low bits to every third place.</summary>
    private static uint Spread(uint value)
    {
        value = (value | value << 16) & 0x030000FF;
        value = (value | value << 8) & 0x0300F00F;
        value = (value | value << 4) & 0x030C30C3;
        return (value | value << 2) & 0x09249249;
    }
}
