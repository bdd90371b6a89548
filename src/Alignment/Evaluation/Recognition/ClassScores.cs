using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>The scores of all classes for one embedding, by the space's rule. Source: section 1.4 of the method.</summary>
/// <remarks>Not thread-safe: it reuses its buffer. A class without a row for the modality scores minus infinity.</remarks>
internal sealed class ClassScores
{
    private readonly CenterSet _centers;
    private readonly ScoreRule _rule;
    private readonly int[][] _rows;
    private readonly float[] _similarities;

    public ClassScores(CenterSet centers, ScoreRule rule, Modality modality)
    {
        _centers = centers;
        _rule = rule;
        _rows = [.. Enumerable.Range(0, centers.Classes.Count).Select(c => VisibleRows(centers, c, modality))];
        _similarities = new float[_rows.Max(r => r.Length)];
        Visible = _rows.Count(r => r.Length > 0);
    }

    /// <summary>The classes that the modality can be given.</summary>
    public int Visible { get; }

    /// <summary>The center rows of a class that count for the modality.</summary>
    public int[] RowsOf(int index) => _rows[index];

    /// <summary>Scores an embedding.</summary>
    /// <param name="embedding">L2-normalised.</param>
    /// <param name="scores">Takes the score of each class.</param>
    /// <param name="rows">Takes the most similar row of each class, -1 for a class without rows.</param>
    /// <param name="nearest">Takes its similarity.</param>
    public void Score(ReadOnlySpan<float> embedding, Span<float> scores, Span<int> rows, Span<float> nearest)
    {
        for (var c = 0; c < _rows.Length; c++)
        {
            var visible = _rows[c];
            if (visible.Length == 0)
            {
                (scores[c], rows[c], nearest[c]) = (float.NegativeInfinity, -1, float.NegativeInfinity);
                continue;
            }
            var similarities = _similarities.AsSpan(0, visible.Length);
            for (var r = 0; r < visible.Length; r++)
                similarities[r] = TensorPrimitives.Dot(_centers.Rows.Row(visible[r]), embedding);
            var best = TensorPrimitives.IndexOfMax<float>(similarities);
            (rows[c], nearest[c]) = (visible[best], similarities[best]);
            scores[c] = Combine(similarities, similarities[best]);
        }
    }

    private float Combine(Span<float> similarities, float greatest)
    {
        switch (_rule.Kind)
        {
            case ScoreKind.LogSumExp:
                double sum = 0;
                foreach (var similarity in similarities)
                    sum += Math.Exp(_rule.Beta * (similarity - greatest));
                return (float)(greatest + (Math.Log(sum / similarities.Length) / _rule.Beta));
            case ScoreKind.Mean:
                return TensorPrimitives.Sum<float>(similarities) / similarities.Length;
            case ScoreKind.TopMean:
                similarities.Sort();
                var top = Math.Clamp(_rule.Top, 1, similarities.Length);
                return TensorPrimitives.Sum<float>(similarities[^top..]) / top;
            default:
                return greatest;
        }
    }

    private static int[] VisibleRows(CenterSet centers, int index, Modality modality)
    {
        var (start, count) = centers.RowsOf(index);
        return [.. Enumerable.Range(start, count).Where(r => centers.Counts(r, modality))];
    }
}
