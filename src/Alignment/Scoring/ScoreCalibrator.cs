using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>Fits a <see cref="ScoreCalibration"/> on the class scores of held-out items.</summary>
public static class ScoreCalibrator
{
    /// <summary>The share of correctly classified held-out items that the threshold may call unknown.</summary>
    public const double DefaultLost = 0.05;

    private const double MinSharpness = 1e-3;
    private const double MaxSharpness = 1e6;

    /// <summary>
    /// The temperature that makes the labels most likely (Guo et al. 2017), and the threshold below which at most a given share of the correctly
    /// classified items falls: the confidence of the item that is the first not to be lost.
    /// </summary>
    /// <remarks>
    /// So that a held-out set without an error does not ask for the temperature 0, each label counts 1 - e and all classes share e = 1/(n + 1).
    /// The likelihood is convex in 1/temperature; its one minimum is found by bisection of the derivative, so the result does not depend on a start.
    /// Memory: none beyond one row.
    /// </remarks>
    /// <param name="scores">[items, classes], as <see cref="SpaceScorer.ClassScores"/> gives them.</param>
    /// <param name="labels">The class of each item; -1, or a class without a row for the modality, leaves the item out.</param>
    /// <param name="lost">The share, 0 to 1.</param>
    /// <exception cref="AlignmentException">No item has a label.</exception>
    public static ScoreCalibration Fit(EmbeddingMatrix scores, IReadOnlyList<int> labels, double lost = DefaultLost)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Count, scores.Rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(lost, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lost, 1);
        int[] items = [.. Enumerable.Range(0, labels.Count).Where(i => labels[i] >= 0 && float.IsFinite(scores.Row(i)[labels[i]]))];
        if (items.Length == 0)
            throw new AlignmentException("There is no held-out item of a known class to calibrate scores on; hold out some items with labels.");
        var (low, high) = (Math.Log(MinSharpness), Math.Log(MaxSharpness));
        for (var step = 0; step < 40; step++) // to a relative 1e-11
        {
            var middle = (low + high) / 2;
            if (Derivative(scores, labels, items, Math.Exp(middle)) > 0)
                high = middle;
            else
                low = middle;
        }
        var temperature = Math.Exp(-(low + high) / 2);
        return new ScoreCalibration(temperature, Threshold(scores, labels, items, temperature, lost));
    }

    /// <summary>The derivative of the mean negative log-likelihood by a = 1/temperature: the mean score under softmax(a s), less that under the labels.</summary>
    private static double Derivative(EmbeddingMatrix scores, IReadOnlyList<int> labels, int[] items, double a)
    {
        var smoothing = 1.0 / (items.Length + 1);
        var total = 0.0;
        foreach (var i in items)
        {
            var row = scores.Row(i);
            var greatest = TensorPrimitives.Max(row);
            double sum = 0, weighted = 0, plain = 0;
            var finite = 0;
            foreach (var score in row)
            {
                if (float.IsNegativeInfinity(score))
                    continue;
                var exponent = Math.Exp(a * (score - greatest));
                sum += exponent;
                weighted += exponent * score;
                plain += score;
                finite++;
            }
            total += (weighted / sum) - ((1 - smoothing) * row[labels[i]]) - (smoothing * plain / finite);
        }
        return total;
    }

    private static double Threshold(EmbeddingMatrix scores, IReadOnlyList<int> labels, int[] items, double temperature, double lost)
    {
        var confidences = new List<double>();
        foreach (var i in items)
        {
            var row = scores.Row(i);
            var best = TensorPrimitives.IndexOfMax(row);
            if (best != labels[i])
                continue;
            var sum = 0.0;
            foreach (var score in row)
                sum += Math.Exp((score - row[best]) / temperature);
            confidences.Add(1 / sum);
        }
        confidences.Sort();

        // A hair lower, so that rounding on the way through floats does not lose the item that the threshold stands at.
        return confidences.Count == 0 ? 0 : confidences[Math.Min(confidences.Count - 1, (int)(lost * confidences.Count))] * (1 - 1e-6);
    }
}
