namespace UniBind.Grid.Alignment;

/// <summary>Rows of vectors of one length, row-major in one piece of memory (an array, or a file that is mapped).</summary>
/// <remarks>Immutable as far as its owner keeps the memory as it is; thread-safe.</remarks>
public sealed class EmbeddingMatrix
{
    /// <summary>A view of <paramref name="rows"/> x <paramref name="columns"/> values.</summary>
    /// <exception cref="ArgumentException">The number of values is another.</exception>
    public EmbeddingMatrix(ReadOnlyMemory<float> values, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (values.Length != (long)rows * columns)
            throw new ArgumentException($"{values.Length:N0} values are no matrix of {rows:N0} x {columns:N0}.", nameof(values));
        Values = values;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>All values, row by row.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>The number of vectors.</summary>
    public int Rows { get; }

    /// <summary>The length of each.</summary>
    public int Columns { get; }

    /// <summary>One vector.</summary>
    public ReadOnlySpan<float> Row(int row) => Values.Span.Slice(row * Columns, Columns);

    /// <summary>Some vectors that follow each other: a view of the same memory.</summary>
    public EmbeddingMatrix Slice(int first, int count) => new(Values.Slice(first * Columns, count * Columns), count, Columns);

    /// <summary>A matrix of copies of the vectors.</summary>
    /// <exception cref="ArgumentException">They differ in length.</exception>
    public static EmbeddingMatrix From(IReadOnlyList<float[]> vectors, int columns)
    {
        var values = new float[(long)vectors.Count * columns];
        for (var i = 0; i < vectors.Count; i++)
        {
            if (vectors[i].Length != columns)
                throw new ArgumentException($"Vector {i} has {vectors[i].Length} values, not {columns}.", nameof(vectors));
            vectors[i].CopyTo(values, (long)i * columns);
        }
        return new EmbeddingMatrix(values, vectors.Count, columns);
    }

    /// <summary>The vectors of some rows, in the order given.</summary>
    public EmbeddingMatrix Take(IReadOnlyList<int> rows)
    {
        var values = new float[(long)rows.Count * Columns];
        for (var i = 0; i < rows.Count; i++)
            Row(rows[i]).CopyTo(values.AsSpan(i * Columns, Columns));
        return new EmbeddingMatrix(values, rows.Count, Columns);
    }
}
