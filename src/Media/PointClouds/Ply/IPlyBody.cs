namespace UniBind.Grid.Media;

/// <summary>Reads the body of a PLY file value by value, whatever its flavour.</summary>
/// <remarks>Implementations never read past the end: a missing value is an <see cref="ItemException"/> (<c>corrupt</c>).</remarks>
internal interface IPlyBody
{
    /// <summary>The bytes that are left.</summary>
    int Remaining { get; }

    /// <summary>Reads one value.</summary>
    double Read(PlyType type);

    /// <summary>Skips values.</summary>
    void Skip(PlyType type, long count);

    /// <summary>Reads all rows of the vertices at once where the flavour can.</summary>
    /// <param name="vertices">The element.</param>
    /// <param name="indices">The positions of x, y and z among its properties.</param>
    /// <param name="axes">Filled with one value a row for each of x, y and z.</param>
    /// <returns>False when nothing was read, because rows have to be read value by value.</returns>
    bool TryReadRows(PlyElement vertices, scoped ReadOnlySpan<int> indices, float[][] axes);

    /// <summary>Skips rows of an element that has no lists.</summary>
    void SkipRows(PlyElement element);
}
