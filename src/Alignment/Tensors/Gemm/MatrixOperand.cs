namespace UniBind.Grid.Alignment;

/// <summary>One side of a matrix product: row-major values, and whether the product takes the transpose.</summary>
/// <param name="Values">The values as they lie in memory: <paramref name="Rows"/> x <paramref name="Columns"/>.</param>
/// <param name="Rows">The rows in memory.</param>
/// <param name="Columns">The columns in memory.</param>
/// <param name="Transposed">Whether the product takes the transpose.</param>
public readonly record struct MatrixOperand<T>(ReadOnlyMemory<T> Values, int Rows, int Columns, bool Transposed = false)
    where T : unmanaged
{
    /// <summary>The rows that the product sees.</summary>
    public int Height => Transposed ? Columns : Rows;

    /// <summary>The columns that the product sees.</summary>
    public int Width => Transposed ? Rows : Columns;

    /// <summary>The transpose of the same memory.</summary>
    public MatrixOperand<T> Transpose => this with { Transposed = !Transposed };
}
