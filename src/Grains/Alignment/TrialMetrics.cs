using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <summary>What is measured of a head on items that it was not trained on.</summary>
internal static class TrialMetrics
{
    private const string Before = ".before";

    /// <summary>What a head reaches; null when nothing is held out.</summary>
    public static AlignScore? Measure(Head head, HeadExamples heldOut, CenterSet? centers, AlignTrial trial, CancellationToken cancellationToken)
    {
        if (heldOut.Count == 0)
            return null;
        var metrics = HeadEvaluator.Evaluate(head, heldOut, centers, TemperatureOf(trial), Gemm.Shared, cancellationToken, ScoreRule.Default);
        return new AlignScore(metrics.Accuracy, metrics.Loss);
    }

    /// <summary>The metrics by name: what was reached, and where raw embeddings are embeddings of the space already, what they reach without a head.</summary>
    public static SortedDictionary<string, double> Of(AlignTrial trial, HeadExamples heldOut, CenterSet? centers, AlignScore? measured, CancellationToken cancellationToken)
    {
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["items.train"] = trial.Groups.Sum(g => g.Train),
            ["items.heldout"] = heldOut.Count,
        };
        Add(measured, "");
        if (trial.Aligned && heldOut.Count > 0 && heldOut.Raw.Columns == (centers?.Dimension ?? heldOut.Captions?.Columns))
            Add(Measure(Identity(trial.Run.Modality, heldOut.Raw.Columns), heldOut, centers, trial, cancellationToken), Before);
        return metrics;

        void Add(AlignScore? score, string suffix)
        {
            if (score?.Accuracy is { } accuracy)
                metrics["accuracy" + suffix] = accuracy;
            if (score?.Loss is { } loss)
                metrics["loss" + suffix] = loss;
        }
    }

    private static double TemperatureOf(AlignTrial trial) => trial.Temperature > 0 ? trial.Temperature : HeadEvaluator.DefaultTemperature;

    private static Head Identity(Modality modality, int dimension)
    {
        var weights = new float[(long)dimension * dimension];
        for (var d = 0; d < dimension; d++)
            weights[(d * dimension) + d] = 1;
        return new Head { Modality = modality, Weights = new EmbeddingMatrix(weights, dimension, dimension) };
    }
}
