using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <summary>What is measured of a head on items that it was not trained on.</summary>
internal static class TrialMetrics
{
    private const string Before = ".before";
    private const int MaxScores = 1 << 25; // 128 MiB

    /// <summary>What a head reaches; null when nothing is held out.</summary>
    public static AlignScore? Measure(Head head, HeadExamples heldOut, CenterSet? centers, AlignTrial trial, CancellationToken cancellationToken)
    {
        if (heldOut.Count == 0)
            return null;
        var metrics = HeadEvaluator.Evaluate(head, heldOut, centers, TemperatureOf(trial), Gemm.Shared, cancellationToken, ScoreRules.Of(trial));
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

    /// <summary>The head with what was measured of it, and with confidences fitted where items of known classes were held out.</summary>
    public static Head Complete(AlignTrial trial, Head head, SortedDictionary<string, double> metrics, HeadExamples heldOut, CenterSet? centers)
    {
        var calibration = Calibrate(trial, head, heldOut, centers);
        if (calibration is not null)
            (metrics["confidence.temperature"], metrics["confidence.unknownBelow"]) = (calibration.Temperature, calibration.UnknownBelow);
        return head with { Origin = head.Origin with { Metrics = metrics }, Calibration = calibration };
    }

    private static ScoreCalibration? Calibrate(AlignTrial trial, Head head, HeadExamples heldOut, CenterSet? centers)
    {
        if (centers is null || heldOut.Classes is not { } classes)
            return null;
        int[] known = [.. Enumerable.Range(0, heldOut.Count).Where(i => classes[i] >= 0)];
        if (known.Length == 0)
            return null;

        // Evenly spread over the items where their scores for all classes would be too much at a time.
        var most = Math.Max(1, MaxScores / centers.Classes.Count);
        int[] used = known.Length <= most ? known : [.. Enumerable.Range(0, most).Select(i => known[(int)((long)i * known.Length / most)])];
        var rule = ScoreRules.Of(trial);
        var (embeddings, rows) = HeadProjection.Apply(head, heldOut.Raw.Take(used));
        return rows.Length == 0
            ? null
            : ScoreCalibrator.Fit(new SpaceScorer(centers, head.Modality, rule).ClassScores(embeddings), [.. rows.Select(r => classes[used[r]])]) with { Rule = rule };
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
