using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// InfoNCE of a batch against class centers. An item's score for a class is the log-sum-exp over the class's rows, z_ic = ln sum_{r in c} exp s_ir;
/// L = -(1/n) sum_i (z_iy - ln sum_c exp z_ic). The symmetric form takes the mean with -(1/n) sum_i (z_iy - ln sum_j exp z_jy) over the items j of the
/// batch, with the mask without the others of class y.
/// </summary>
internal static class CenterLoss
{
    /// <summary>Replaces logits s [n, rows] (cosine / temperature) by dL/ds and returns the sum of the items' losses, all divided by <paramref name="batch"/>.</summary>
    /// <param name="logits">Item i against center row r at i rows + r.</param>
    /// <param name="centers">The rows by class.</param>
    /// <param name="classes">The class of each of the n items.</param>
    /// <param name="batch">The items of the whole batch, of which these may be a part.</param>
    /// <param name="weight">The weight of this direction.</param>
    public static double Backward(Span<float> logits, CenterBlock centers, ReadOnlySpan<int> classes, int batch, double weight)
    {
        var rows = centers.Rows.Rows;
        var loss = 0.0;
        for (var i = 0; i < classes.Length; i++)
        {
            var row = logits.Slice(i * rows, rows);
            var own = centers.Of(row, classes[i]);
            var (all, positive) = (LogSumExp.Of(row), LogSumExp.Of(own));
            loss += all - positive;
            var pull = new float[own.Length];
            TensorPrimitives.Subtract(own, (float)positive, pull);
            TensorPrimitives.Exp(pull, pull);
            TensorPrimitives.Subtract(row, (float)all, row);
            TensorPrimitives.Exp(row, row);
            TensorPrimitives.Subtract(own, pull, own);
            TensorPrimitives.Multiply(row, (float)(weight / batch), row);
        }
        return weight * loss / batch;
    }

    /// <summary>Adds the gradient of the other direction, from each class to the items, and returns its loss.</summary>
    /// <param name="logits">The logits as they were.</param>
    /// <param name="gradient">The gradient so far, [n, rows].</param>
    /// <param name="centers">The rows by class.</param>
    /// <param name="classes">The class of each item.</param>
    /// <param name="mask">Whether items of the same class are no negatives of each other.</param>
    /// <param name="weight">The weight of this direction.</param>
    public static double BackwardColumns(ReadOnlySpan<float> logits, Span<float> gradient, CenterBlock centers, ReadOnlySpan<int> classes, bool mask, double weight)
    {
        var (n, rows) = (classes.Length, centers.Rows.Rows);
        var (scores, slopes) = (new double[n], new double[n]);
        var loss = 0.0;
        foreach (var c in classes.ToArray().Distinct())
        {
            for (var j = 0; j < n; j++)
                scores[j] = LogSumExp.Of(centers.Of(logits.Slice(j * rows, rows), c));
            loss += Column(scores, classes, c, mask, slopes);
            for (var j = 0; j < n; j++)
                Spread(logits.Slice(j * rows, rows), gradient.Slice(j * rows, rows), centers, c, scores[j], weight * slopes[j] / n);
        }
        return weight * loss / n;
    }

    // The loss of one class's column over the items of the class, and its derivative by each item's score.
    private static double Column(ReadOnlySpan<double> scores, ReadOnlySpan<int> classes, int c, bool mask, Span<double> slopes)
    {
        var (others, members) = (double.NegativeInfinity, 0);
        for (var j = 0; j < scores.Length; j++)
        {
            if (classes[j] == c)
                members++;
            if (!mask || classes[j] != c)
                others = LogSumExp.Of(others, scores[j]);
        }
        var (loss, pushed) = (0.0, 0.0);
        for (var i = 0; i < scores.Length; i++)
            if (classes[i] == c)
            {
                var all = mask ? LogSumExp.Of(others, scores[i]) : others;
                loss += all - scores[i];
                pushed += Math.Exp(others - all);
                slopes[i] = mask ? Math.Exp(scores[i] - all) - 1 : -1;
            }
        for (var j = 0; j < scores.Length; j++)
            if (!mask || classes[j] != c)
                slopes[j] = (classes[j] == c ? -1 : 0) + (Math.Exp(scores[j] - others) * pushed);
        return loss;
    }

    // A class score's derivative by a row's logit is the row's softmax within the class.
    private static void Spread(ReadOnlySpan<float> logits, Span<float> gradient, CenterBlock centers, int c, double score, double slope)
    {
        if (slope == 0)
            return;
        for (var r = centers.Starts[c]; r < centers.Starts[c + 1]; r++)
            gradient[r] += (float)(slope * Math.Exp(logits[r] - score));
    }
}
