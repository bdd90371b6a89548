using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Small operations on rows of matrices that head training and evaluation share.</summary>
internal static class HeadMath
{
    /// <summary>The least length of a vector that still has a direction.</summary>
    public const float MinNorm = 1e-12f;

    /// <summary>The first row with a value that is not finite; -1 for none.</summary>
    public static int FirstNotFinite(EmbeddingMatrix matrix)
    {
        for (var i = 0; i < matrix.Rows; i++)
            if (!TensorPrimitives.IsFiniteAll(matrix.Row(i)))
                return i;
        return -1;
    }

    /// <summary>Divides each row by its length, which is kept.</summary>
    public static void NormaliseRows(Span<float> rows, int columns, Span<float> norms)
    {
        for (var i = 0; i < norms.Length; i++)
        {
            var row = rows.Slice(i * columns, columns);
            norms[i] = Math.Max(MinNorm, TensorPrimitives.Norm<float>(row));
            TensorPrimitives.Divide(row, norms[i], row);
        }
    }

    /// <summary>A copy with rows of length 1.</summary>
    public static EmbeddingMatrix Normalised(EmbeddingMatrix matrix)
    {
        var values = matrix.Values.ToArray();
        NormaliseRows(values, matrix.Columns, new float[matrix.Rows]);
        return new EmbeddingMatrix(values, matrix.Rows, matrix.Columns);
    }

    /// <summary>Adds a vector to each row; nothing when it is empty.</summary>
    public static void AddToRows(Span<float> rows, ReadOnlySpan<float> vector)
    {
        if (vector.IsEmpty)
            return;
        for (var at = 0; at < rows.Length; at += vector.Length)
            TensorPrimitives.Add(rows.Slice(at, vector.Length), vector, rows.Slice(at, vector.Length));
    }

    /// <summary>The matrix as an operand of a product.</summary>
    public static MatrixOperand<float> Operand(this EmbeddingMatrix matrix) => new(matrix.Values, matrix.Rows, matrix.Columns);
}
