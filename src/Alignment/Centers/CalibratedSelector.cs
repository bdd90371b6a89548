using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Selects the rows that widen a class's margin on labelled embeddings. The margin of a set of rows is the mean over the class's items of the
/// greatest cosine to a row, less the smooth maximum <c>(1/b) ln(mean exp(b s))</c>, b = 20, of the same over the items of other classes: what is
/// far from the class anyway weighs little, what lies near it weighs much.
/// </summary>
/// <remarks>
/// Greedy: each step takes the row that raises the margin most, and the selection ends when none does, so that a class may get fewer rows than
/// asked for. Uses labels: its items must be left out of every evaluation. Pure, deterministic and thread-safe.
/// </remarks>
internal static class CalibratedSelector
{
    private const float Sharpness = 20;

    /// <summary>A smaller rise of the margin is rounding.</summary>
    private const double SmallestGain = 1e-6;

    /// <summary>At most so many items of the class and of the others are looked at, evenly spaced; this bounds memory at a few hundred MB for 1,000 descriptions.</summary>
    private const int MaxOwn = 4_096;
    private const int MaxOthers = 16_384;

    /// <summary>Selects rows.</summary>
    /// <param name="rows">The candidates, unit vectors.</param>
    /// <param name="count">The most rows.</param>
    /// <param name="items">Embeddings of items, unit vectors.</param>
    /// <param name="own">The items of the class, at least one.</param>
    /// <param name="others">The items of other classes; may be none, then only nearness counts.</param>
    public static int[] Select(EmbeddingMatrix rows, int count, EmbeddingMatrix items, IReadOnlyList<int> own, IReadOnlyList<int> others)
    {
        var near = CosinesTo(rows, items.Take(Thin(own, MaxOwn)));
        var far = CosinesTo(rows, items.Take(Thin(others, MaxOthers)));

        // exp grows with its argument, so the exponent of a greatest cosine is the greatest of the exponents.
        TensorPrimitives.Multiply(far.Values, Sharpness, far.Values);
        TensorPrimitives.Exp<float>(far.Values, far.Values);

        var bestNear = Filled(near.Columns, -1);
        var bestFar = Filled(far.Columns, 0);
        var buffer = new float[Math.Max(near.Columns, far.Columns)];
        var chosen = new List<int>();
        var taken = new bool[rows.Rows];
        var margin = double.NegativeInfinity;
        while (chosen.Count < Math.Min(count, rows.Rows))
        {
            var best = -1;
            var bestValue = double.NegativeInfinity;
            for (var r = 0; r < rows.Rows; r++)
                if (!taken[r] && Mean(bestNear, near.Row(r), buffer) - Penalty(bestFar, far.Row(r), buffer) is var value && value > bestValue)
                    (best, bestValue) = (r, value);
            if (bestValue <= margin + SmallestGain)
                break;
            margin = bestValue;
            taken[best] = true;
            chosen.Add(best);
            TensorPrimitives.Max(bestNear, near.Row(best), bestNear);
            TensorPrimitives.Max(bestFar, far.Row(best), bestFar);
        }
        return [.. chosen];
    }

    private static double Mean(float[] best, ReadOnlySpan<float> row, float[] buffer)
    {
        var to = buffer.AsSpan(0, row.Length);
        TensorPrimitives.Max(best, row, to);
        return TensorPrimitives.Sum<float>(to) / (double)row.Length;
    }

    private static double Penalty(float[] best, ReadOnlySpan<float> row, float[] buffer) =>
        row.Length == 0 ? 0 : Math.Log(Mean(best, row, buffer)) / Sharpness;

    private static Table CosinesTo(EmbeddingMatrix rows, EmbeddingMatrix items)
    {
        var values = new float[checked(rows.Rows * items.Rows)];
        Products.MultiplyTransposed(rows, items, values);
        return new Table(values, items.Rows);
    }

    private static IReadOnlyList<int> Thin(IReadOnlyList<int> items, int most) =>
        items.Count <= most ? items : [.. Enumerable.Range(0, most).Select(i => items[(int)((long)i * items.Count / most)])];

    private static float[] Filled(int length, float value)
    {
        var values = new float[length];
        Array.Fill(values, value);
        return values;
    }

    private sealed record Table(float[] Values, int Columns)
    {
        public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Columns, Columns);
    }
}
