using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Applies a head to raw embeddings, outside of a published space as well as in it.</summary>
public static class HeadProjection
{
    private const int BlockRows = 1024;

    /// <summary>The embeddings, L2-normalised, of the rows that have a direction in the space. A row's result does not depend on the others of the batch. Thread-safe.</summary>
    /// <param name="head">The head.</param>
    /// <param name="raw">One row each.</param>
    /// <returns>The embeddings, and the place of each in <paramref name="raw"/>; a row that is not finite or becomes zero is left out.</returns>
    /// <exception cref="AlignmentException">The rows have another length than the head takes.</exception>
    public static (EmbeddingMatrix Embeddings, int[] Rows) Apply(Head head, EmbeddingMatrix raw)
    {
        if (raw.Columns != head.RawDimension)
            throw new AlignmentException($"The raw embeddings of {head.Modality.Name()} have {raw.Columns} values, and the head takes {head.RawDimension}.");
        var values = Multiply(head, raw);
        var rows = new List<int>(raw.Rows);
        for (var i = 0; i < raw.Rows; i++)
        {
            var row = values.AsSpan(i * head.Dimension, head.Dimension);
            if (!Directions.TryNormalise(row))
                continue;
            row.CopyTo(values.AsSpan(rows.Count * head.Dimension));
            rows.Add(i);
        }
        return (new EmbeddingMatrix(values.AsMemory(0, rows.Count * head.Dimension), rows.Count, head.Dimension), [.. rows]);
    }

    /// <summary>W raw + b for each row, not normalised.</summary>
    internal static float[] Multiply(Head head, EmbeddingMatrix raw)
    {
        var values = new float[(long)raw.Rows * head.Dimension];
        for (var first = 0; first < raw.Rows; first += BlockRows)
            Multiply(head, raw.Slice(first, Math.Min(BlockRows, raw.Rows - first)), values.AsMemory(first * head.Dimension));
        return values;
    }

    private static void Multiply(Head head, EmbeddingMatrix raw, Memory<float> result)
    {
        Products.MultiplyTransposed(TopValues.Keep(raw, head.Top), head.Weights, result);
        if (head.Bias.IsEmpty)
            return;
        for (var i = 0; i < raw.Rows; i++)
        {
            var row = result.Span.Slice(i * head.Dimension, head.Dimension);
            TensorPrimitives.Add(row, head.Bias.Span, row);
        }
    }
}
