namespace UniBind.Grid.Grains;

/// <summary>Compares what trials reached.</summary>
internal static class AlignScores
{
    /// <summary>Whether a score is better: by accuracy, then by loss.</summary>
    public static bool IsBetter(AlignScore score, AlignScore than) => score.Accuracy is { } accuracy && than.Accuracy is { } other && accuracy != other
        ? accuracy > other
        : (score.Loss ?? double.PositiveInfinity) < (than.Loss ?? double.PositiveInfinity);

    /// <summary>The mean of the folds' scores.</summary>
    public static AlignScore Mean(IReadOnlyList<AlignScore> scores) => new(
        scores.All(s => s.Accuracy is not null) ? scores.Average(s => s.Accuracy!.Value) : null,
        scores.All(s => s.Loss is not null) ? scores.Average(s => s.Loss!.Value) : null);

    /// <summary>The place of the best of some scores; of equal ones the first.</summary>
    public static int Best(IReadOnlyList<AlignScore> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Count; i++)
            if (IsBetter(scores[i], scores[best]))
                best = i;
        return best;
    }
}
