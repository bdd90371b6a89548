namespace UniBind.Grid.Media;

/// <summary>The body of a text PLY file. Values are divided by blanks or line ends alike, as most readers take them.</summary>
internal ref struct PlyAsciiBody(ReadOnlySpan<byte> text) : IPlyBody
{
    private Utf8Scanner _scanner = new(text);

    /// <inheritdoc/>
    public readonly int Remaining => _scanner.Remaining;

    /// <inheritdoc/>
    public double Read(PlyType type) =>
        _scanner.TryReadNumber(out var value)
            ? value
            : throw Refuse.Corrupt(_scanner.AtEnd
                ? "The PLY file ends before its last value."
                : $"The PLY file holds something that is no number at byte {_scanner.Position} of its body.");

    /// <inheritdoc/>
    public void Skip(PlyType type, long count)
    {
        for (; count > 0; count--)
            if (_scanner.ReadToken().IsEmpty)
                throw Refuse.Corrupt("The PLY file ends before its last value.");
    }

    /// <inheritdoc/>
    public readonly bool TryReadRows(PlyElement vertices, scoped ReadOnlySpan<int> indices, float[][] axes) => false;

    /// <inheritdoc/>
    public void SkipRows(PlyElement element)
    {
        if (element.Properties.Count == 0)
            return;
        for (var row = 0L; row < element.Count; row++)
            Skip(PlyType.Int8, element.Properties.Count);
    }
}
