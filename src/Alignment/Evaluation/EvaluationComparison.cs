namespace UniBind.Grid.Alignment;

/// <summary>Two evaluations of the same items, for example of one corpus before and after heads.</summary>
public sealed record EvaluationComparison
{
    /// <summary>The first one.</summary>
    public required EvaluationResult Before { get; init; }

    /// <summary>The second one.</summary>
    public required EvaluationResult After { get; init; }

    /// <summary>After minus before for every number that both have, named <c>change.NAME</c>, with the interval of the paired bootstrap.</summary>
    public required IReadOnlyList<Metric> Changes { get; init; }

    /// <summary>The items that only one of the two had; they are left out of both.</summary>
    public required int Unpaired { get; init; }

    /// <summary>Evaluates both on the items that they share, without those that calibrated the centers of either.</summary>
    /// <exception cref="AlignmentException">They share no item, or one of them cannot be evaluated.</exception>
    public static EvaluationComparison Run(EvaluationInput before, EvaluationInput after, EvaluationOptions options, CancellationToken cancellationToken = default)
    {
        var calibrated = before.CalibratedIds.Union(after.CalibratedIds).ToHashSet(StringComparer.Ordinal);
        var shared = before.Items.Select(Key).Intersect(after.Items.Select(Key)).ToHashSet();
        if (shared.Count == 0)
            throw new AlignmentException($"The outputs in '{before.Space}' and '{after.Space}' have no item in common; compare two outputs of one corpus.");
        var labels = before.Items.Where(i => shared.Contains(Key(i))).GroupBy(Key).ToDictionary(g => g.Key, g => g.First());
        var first = Evaluator.Run(Restrict(before, shared, calibrated, labels), options, cancellationToken);
        var second = Evaluator.Run(Restrict(after, shared, calibrated, labels), options, cancellationToken);
        var by = second.Metrics.ToDictionary(m => m.Name, StringComparer.Ordinal);
        return new EvaluationComparison
        {
            Before = first,
            After = second,
            Changes = [.. first.Metrics.Where(m => by.ContainsKey(m.Name)).Select(m => Change(m, by[m.Name]))],
            Unpaired = before.Items.Count(i => !shared.Contains(Key(i))) + after.Items.Count(i => !shared.Contains(Key(i))),
        };
    }

    private static Metric Change(Metric before, Metric after) =>
        Metric.Of("change." + before.Name, after.Value - before.Value, Math.Min(before.N, after.N),
            before.Replicates.Length == after.Replicates.Length ? [.. before.Replicates.Zip(after.Replicates, (b, a) => a - b)] : []);

    // Labels and groups are taken from the first one, so that both resample the same objects even where a manifest was edited in between.
    private static EvaluationInput Restrict(EvaluationInput input, HashSet<(string, Modality)> shared, IReadOnlySet<string> calibrated, Dictionary<(string, Modality), EvaluationItem> labels)
    {
        var rows = Enumerable.Range(0, input.Items.Count).Where(i => shared.Contains(Key(input.Items[i]))).ToArray();
        return input with
        {
            Items = [.. rows.Select(i => input.Items[i] with { Labels = labels[Key(input.Items[i])].Labels, Group = labels[Key(input.Items[i])].Group })],
            Embeddings = input.Embeddings.Take(rows),
            CalibratedIds = calibrated,
        };
    }

    private static (string Id, Modality Modality) Key(EvaluationItem item) => (item.Id, item.Modality);
}
