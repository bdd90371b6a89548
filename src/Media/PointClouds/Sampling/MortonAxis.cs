namespace UniBind.Grid.Media;

/// <summary>Cuts the extent of one coordinate into 1,024 equal cells, in double: the extent of finite floats may be beyond them.</summary>
/// <param name="Low">The least coordinate.</param>
/// <param name="Scale">Cells a unit; 0 when all coordinates are equal.</param>
internal readonly record struct MortonAxis(double Low, double Scale)
{
    private const int LastCell = (1 << 10) - 1;

    /// <summary>The cells of the points that the indices name.</summary>
    public static MortonAxis Of(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        var (low, high) = (double.MaxValue, double.MinValue);
        foreach (var index in indices)
            (low, high) = (Math.Min(low, values[index]), Math.Max(high, values[index]));
        return new MortonAxis(low, high > low ? LastCell / (high - low) : 0);
    }

    /// <summary>The cell of a coordinate within the extent, 0 to 1,023.</summary>
    public uint Cell(float value) => Math.Min((uint)((value - Low) * Scale), LastCell);
}
