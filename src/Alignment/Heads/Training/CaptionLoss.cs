using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// InfoNCE of a batch against the captions of its items: L = -(1/n) sum_i (s_ii - ln sum_j exp s_ij), optionally the mean with the same over
/// columns, optionally without negatives of the item's own class. Source: section 1.5 of the method.
/// </summary>
internal static class CaptionLoss
{
    /// <summary>Replaces logits s [n, n] (cosine / temperature) by dL/ds and returns L.</summary>
    /// <param name="logits">Item i against caption j at i n + j.</param>
    /// <param name="n">The items.</param>
    /// <param name="classes">The classes of the items, -1 for none, when pairs of one class are no negatives; empty for no mask.</param>
    /// <param name="symmetric">Whether both directions count.</param>
    public static double Backward(Span<float> logits, int n, ReadOnlySpan<int> classes, bool symmetric)
    {
        Mask(logits, n, classes);
        var columns = symmetric ? Columns(logits, n) : null;
        var buffer = new float[symmetric ? n : 0];
        var (loss, share) = (0.0, symmetric ? 0.5 : 1.0);
        for (var i = 0; i < n; i++)
        {
            var row = logits.Slice(i * n, n);
            var own = row[i];
            var all = LogSumExp.Of(row);
            loss += share * (all - own);
            if (columns is not null)
            {
                loss += share * (columns[i] - own);
                TensorPrimitives.Subtract(row, columns, buffer);
                TensorPrimitives.Exp(buffer, buffer);
            }
            TensorPrimitives.Subtract(row, (float)all, row);
            TensorPrimitives.Exp(row, row);
            if (columns is not null)
                TensorPrimitives.Add(row, buffer, row);
            TensorPrimitives.Multiply(row, (float)(share / n), row);
            row[i] -= 1f / n;
        }
        return loss / n;
    }

    private static void Mask(Span<float> logits, int n, ReadOnlySpan<int> classes)
    {
        if (classes.IsEmpty)
            return;
        var members = new Dictionary<int, List<int>>();
        for (var i = 0; i < n; i++)
            if (classes[i] >= 0)
            {
                if (!members.TryGetValue(classes[i], out var list))
                    members.Add(classes[i], list = []);
                list.Add(i);
            }
        foreach (var group in members.Values)
            foreach (var i in group)
                foreach (var j in group)
                    if (i != j)
                        logits[(i * n) + j] = float.NegativeInfinity;
    }

    // ln sum over rows of exp, for each column; every column holds its diagonal value, which is finite
    private static float[] Columns(ReadOnlySpan<float> logits, int n)
    {
        var max = logits[..n].ToArray();
        for (var i = 1; i < n; i++)
            TensorPrimitives.Max(max, logits.Slice(i * n, n), max);
        var (sum, part) = (new float[n], new float[n]);
        for (var i = 0; i < n; i++)
        {
            TensorPrimitives.Subtract(logits.Slice(i * n, n), max, part);
            TensorPrimitives.Exp(part, part);
            TensorPrimitives.Add(sum, part, sum);
        }
        TensorPrimitives.Log(sum, sum);
        TensorPrimitives.Add(max, sum, max);
        return max;
    }
}
