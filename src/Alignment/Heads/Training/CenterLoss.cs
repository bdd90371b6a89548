using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// InfoNCE of a batch against class centers. An item's score for a class comes from the log-sum-exp over the class's rows (see <see cref="ClassLogit"/>), z_ic = ln sum_{r in c} exp s_ir;
/// L = -(1/n) sum_i (z_iy - ln sum_c exp z_ic). The symmetric form takes the mean with -(1/n) sum_i (z_iy - ln sum_j exp z_jy) over the items j of the
/// batch, with the mask without the others of class y.
/// </summary>
internal static class CenterLoss
{
    /// <summary>Replaces logits s [n, rows] (cosines times a sharpness) by dL/ds and returns the sum of the items' losses, all divided by <paramref name="batch"/>.</summary>
    /// <param name="logits">Item i against center row r at i rows + r.</param>
    /// <param name="centers">The rows by class.</param>
    /// <param name="classes">The class of each of the n items.</param>
    /// <param name="batch">The items of the whole batch, of which these may be a part.</param>
    /// <param name="weight">The weight of this direction.</param>
    /// <param name="score">How a class's rows become its score.</param>
    public static double Backward(Span<float> logits, CenterBlock centers, ReadOnlySpan<int> classes, int batch, double weight, ClassLogit score)
    {
        var rows = centers.Rows.Rows;
        if (score != ClassLogit.Sum)
            return BackwardScores(logits, centers, classes, batch, weight, score);
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

    // dL/ds_ir = (softmax(z_i)_c - [c = y]) dz_ic/ds_ir
    private static double BackwardScores(Span<float> logits, CenterBlock centers, ReadOnlySpan<int> classes, int batch, double weight, ClassLogit score)
    {
        var (rows, loss) = (centers.Rows.Rows, 0.0);
        var (sums, scores) = (new double[centers.Classes], new double[centers.Classes]);
        for (var i = 0; i < classes.Length; i++)
        {
            var row = logits.Slice(i * rows, rows);
            var all = double.NegativeInfinity;
            for (var c = 0; c < sums.Length; c++)
            {
                sums[c] = LogSumExp.Of(centers.Of(row, c));
                scores[c] = score.Of(sums[c], centers.Of(row, c).Length);
                all = LogSumExp.Of(all, scores[c]);
            }
            loss += all - scores[classes[i]];
            for (var c = 0; c < sums.Length; c++)
            {
                var own = centers.Of(row, c);
                TensorPrimitives.Subtract(own, (float)sums[c], own);
                TensorPrimitives.Exp(own, own);
                TensorPrimitives.Multiply(own, (float)(score.Factor * (Math.Exp(scores[c] - all) - (c == classes[i] ? 1 : 0)) * weight / batch), own);
            }
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
    /// <param name="score">How a class's rows become its score.</param>
    public static double BackwardColumns(ReadOnlySpan<float> logits, Span<float> gradient, CenterBlock centers, ReadOnlySpan<int> classes, bool mask, double weight, ClassLogit score)
    {
        var (n, rows) = (classes.Length, centers.Rows.Rows);
        var (sums, scores, slopes, within) = (new double[n], new double[n], new double[n], new float[rows]);
        var loss = 0.0;
        foreach (var c in classes.ToArray().Distinct())
        {
            for (var j = 0; j < n; j++)
            {
                sums[j] = LogSumExp.Of(centers.Of(logits.Slice(j * rows, rows), c));
                scores[j] = score.Of(sums[j], centers.Starts[c + 1] - centers.Starts[c]);
            }
            loss += Column(scores, classes, c, mask, slopes);
            for (var j = 0; j < n; j++)
                Spread(centers.Of(logits.Slice(j * rows, rows), c), centers.Of(gradient.Slice(j * rows, rows), c), sums[j], score.Factor * weight * slopes[j] / n, within);
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

    // A class score's derivative by a row's logit is the row's softmax within the class, times the factor that is in the slope.
    private static void Spread(ReadOnlySpan<float> logits, Span<float> gradient, double sum, double slope, Span<float> buffer)
    {
        var within = buffer[..logits.Length];
        TensorPrimitives.Subtract(logits, (float)sum, within);
        TensorPrimitives.Exp(within, within);
        TensorPrimitives.MultiplyAdd(within, (float)slope, gradient, gradient);
    }
}
