using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>The selection rules that need no embeddings of other classes. Rows are unit vectors; results are places of rows, best first; of equal ones the first wins.</summary>
/// <remarks>Pure and thread-safe: equal input gives equal output. Source: section 1.3 of the method; MMR: Carbonell and Goldstein 1998; k-center: Gonzalez 1985.</remarks>
internal static class CenterSelector
{
    /// <summary>The greatest mean cosine to a set of unit vectors: the product with their mean.</summary>
    public static int[] TopK(EmbeddingMatrix rows, int count, EmbeddingMatrix? embeddings) =>
        Greatest(Cosines(rows, Mean(embeddings is { Rows: > 0 } ? embeddings : rows)), count);

    /// <summary>The nearest to the medoid, which comes first.</summary>
    public static int[] Medoid(EmbeddingMatrix rows, int count)
    {
        // The sum of a row's cosines to all rows is its product with their sum: the medoid needs no n x n products.
        var medoid = TensorPrimitives.IndexOfMax<float>(Cosines(rows, Mean(rows)));
        var near = Cosines(rows, rows.Row(medoid));
        near[medoid] = float.PositiveInfinity; // a duplicate of the medoid must not come before it by rounding
        return Greatest(near, count);
    }

    /// <summary>Greedily the row with the greatest relevance x cosine to the mean - (1 - relevance) x cosine to the nearest row chosen.</summary>
    public static int[] Diverse(EmbeddingMatrix rows, int count, double relevance)
    {
        var near = Cosines(rows, Mean(rows));
        if (TensorPrimitives.Norm<float>(Mean(rows)) is > 0 and var length)
            TensorPrimitives.Divide(near, length, near);
        var nearest = new float[rows.Rows];
        Array.Fill(nearest, float.NegativeInfinity);
        var chosen = new List<int>();
        var taken = new bool[rows.Rows];
        while (chosen.Count < Math.Min(count, rows.Rows))
        {
            var best = -1;
            var bestValue = double.NegativeInfinity;
            for (var r = 0; r < rows.Rows; r++)
            {
                // The first is the row nearest to the mean, whatever the weights.
                var value = chosen.Count == 0 ? near[r] : (relevance * near[r]) - ((1 - relevance) * nearest[r]);
                if (!taken[r] && (best < 0 || value > bestValue))
                    (best, bestValue) = (r, value);
            }
            taken[best] = true;
            chosen.Add(best);
            TensorPrimitives.Max(nearest, Cosines(rows, rows.Row(best)), nearest);
        }
        return [.. chosen];
    }

    /// <summary>The mean of unit vectors; not normalised.</summary>
    public static float[] Mean(EmbeddingMatrix rows)
    {
        var sum = new float[rows.Columns];
        for (var r = 0; r < rows.Rows; r++)
            TensorPrimitives.Add(sum, rows.Row(r), sum);
        TensorPrimitives.Divide(sum, Math.Max(1, rows.Rows), sum);
        return sum;
    }

    private static float[] Cosines(EmbeddingMatrix rows, ReadOnlySpan<float> to)
    {
        var cosines = new float[rows.Rows];
        for (var r = 0; r < cosines.Length; r++)
            cosines[r] = TensorPrimitives.Dot(rows.Row(r), to);
        return cosines;
    }

    private static int[] Greatest(float[] values, int count) =>
        [.. Enumerable.Range(0, values.Length).OrderByDescending(r => values[r]).Take(count)]; // stable: of equal ones the first
}
