using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Selects the rows that widen a class's margin on labelled embeddings. A set of rows is worth the mean over the class's items of the greatest
/// cosine to a row, less what items of other classes are pulled above the class's own level: the sum of max(0, greatest cosine - level), divided
/// by the number of the class's items. The level is the mean cosine of the class's items to the candidate nearest to each.
/// </summary>
/// <remarks>
/// Greedy: each step takes the row that raises the worth most, and the selection ends when none does, so that a class may get fewer rows than
/// asked for. Uses labels: its items must be left out of every evaluation. Pure, deterministic and thread-safe.
/// </remarks>
internal static class CalibratedSelector
{
    /// <summary>A smaller rise is rounding.</summary>
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

        // What lies above the level counts; the greatest of it is what the greatest cosine has above the level.
        TensorPrimitives.Subtract(far.Values, Level(near), far.Values);
        TensorPrimitives.Max(far.Values, 0, far.Values);

        var bestNear = Filled(near.Columns, -1);
        var bestFar = Filled(far.Columns, 0);
        var buffer = new float[Math.Max(near.Columns, far.Columns)];
        var chosen = new List<int>();
        var taken = new bool[rows.Rows];
        var worth = double.NegativeInfinity;
        while (chosen.Count < Math.Min(count, rows.Rows))
        {
            var best = -1;
            var bestValue = double.NegativeInfinity;
            for (var r = 0; r < rows.Rows; r++)
                if (!taken[r] && (Sum(bestNear, near.Row(r), buffer) - Sum(bestFar, far.Row(r), buffer)) / near.Columns is var value && value > bestValue)
                    (best, bestValue) = (r, value);
            if (bestValue <= worth + SmallestGain)
                break;
            worth = bestValue;
            taken[best] = true;
            chosen.Add(best);
            TensorPrimitives.Max(bestNear, near.Row(best), bestNear);
            TensorPrimitives.Max(bestFar, far.Row(best), bestFar);
        }
        return [.. chosen];
    }

    private static double Sum(float[] best, ReadOnlySpan<float> row, float[] buffer)
    {
        var to = buffer.AsSpan(0, row.Length);
        TensorPrimitives.Max(best, row, to);
        return TensorPrimitives.Sum<float>(to);
    }

    private static float Level(Table near)
    {
        var best = Filled(near.Columns, -1);
        for (var r = 0; r < near.Values.Length / near.Columns; r++)
            TensorPrimitives.Max(best, near.Row(r), best);
        return TensorPrimitives.Sum<float>(best) / best.Length;
    }

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
