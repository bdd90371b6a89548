using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>The items of an evaluation, chosen, ordered and numbered.</summary>
/// <remarks>
/// Items are ordered by a hash of seed and object, so that the first N of a modality are a random sample, the same objects are in the
/// sample of every modality, and nothing depends on the order of the rows. Immutable, thread-safe.
/// </remarks>
internal sealed class EvaluationData
{
    private EvaluationData(EvaluationItem[] items, EmbeddingMatrix embeddings, int calibrated, Dictionary<Modality, int> available, EvaluationOptions options)
    {
        Items = items;
        Embeddings = embeddings;
        Calibrated = calibrated;
        Modalities = [.. items.Select(i => i.Modality).Distinct().Order()];
        Available = [.. Modalities.Select(m => available[m])];
        Of = [.. Modalities.Select(m => Enumerable.Range(0, items.Length).Where(i => items[i].Modality == m).ToArray())];
        Sample = [.. Of.Select(o => o.Length <= options.MaxPairwise ? o : o[..options.MaxPairwise])];
        var clusters = new Dictionary<string, int>(StringComparer.Ordinal);
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        Cluster = [.. items.Select(i => Number(clusters, SampleOrder.ObjectOf(i)))];
        Labels = [.. items.Select(i => i.Labels.Distinct(StringComparer.Ordinal).Select(l => Number(labels, l)).ToArray())];
        Clusters = clusters.Count;
        LabelNames = [.. labels.Keys];
    }

    public EvaluationItem[] Items { get; }

    /// <summary>L2-normalised, one row an item.</summary>
    public EmbeddingMatrix Embeddings { get; }

    public int Calibrated { get; }

    public IReadOnlyList<Modality> Modalities { get; }

    /// <summary>The items of each modality before sampling.</summary>
    public int[] Available { get; }

    /// <summary>The items of each modality.</summary>
    public int[][] Of { get; }

    /// <summary>The items of each modality in pairwise metrics.</summary>
    public int[][] Sample { get; }

    /// <summary>The object of each item: what a bootstrap draws.</summary>
    public int[] Cluster { get; }

    public int Clusters { get; }

    /// <summary>The labels of each item, as places in <see cref="LabelNames"/>.</summary>
    public int[][] Labels { get; }

    public string[] LabelNames { get; }

    /// <summary>Whether two items have a label in common.</summary>
    public bool SameClass(int a, int b)
    {
        foreach (var label in Labels[a])
            if (Array.IndexOf(Labels[b], label) >= 0)
                return true;
        return false;
    }

    /// <summary>Whether two items were one object to two sensors.</summary>
    public bool SameGroup(int a, int b) => Cluster[a] == Cluster[b] && Items[a].Group is not null && Items[b].Group is not null;

    /// <exception cref="AlignmentException">No item is left, or a vector is not finite or zero.</exception>
    public static EvaluationData Create(EvaluationInput input, EvaluationOptions options)
    {
        var kept = Enumerable.Range(0, input.Items.Count).Where(i => !input.CalibratedIds.Contains(input.Items[i].Id)).ToArray();
        var available = kept.CountBy(i => input.Items[i].Modality).ToDictionary(m => m.Key, m => Math.Max(m.Value, input.Available.GetValueOrDefault(m.Key)));
        var chosen = kept
            .OrderBy(i => SampleOrder.Of(input.Items[i], options.Seed))
            .GroupBy(i => input.Items[i].Modality)
            .OrderBy(m => m.Key)
            .SelectMany(m => m.Take(options.MaxItems))
            .ToArray();
        if (chosen.Length == 0)
            throw new AlignmentException($"No item of '{input.Space}' is left to evaluate: {input.Items.Count:N0} rows, {input.Items.Count - kept.Length:N0} of them left out because their labels went into the centers.");
        return new EvaluationData([.. chosen.Select(i => input.Items[i])], Normalised(input, chosen), input.Items.Count - kept.Length + input.CalibratedRows, available, options);
    }

    private static EmbeddingMatrix Normalised(EvaluationInput input, int[] chosen)
    {
        var dimension = input.Embeddings.Columns;
        var values = new float[(long)chosen.Length * dimension];
        if (dimension == 0)
            return new EmbeddingMatrix(values, chosen.Length, 0);
        for (var i = 0; i < chosen.Length; i++)
        {
            var to = values.AsSpan(i * dimension, dimension);
            var norm = TensorPrimitives.Norm(input.Embeddings.Row(chosen[i]));
            if (!float.IsFinite(norm) || norm == 0)
                throw new AlignmentException($"The embedding of '{input.Items[chosen[i]].Id}' in '{input.Space}' is zero or not finite; embed the corpus again.");
            TensorPrimitives.Divide(input.Embeddings.Row(chosen[i]), norm, to);
        }
        return new EmbeddingMatrix(values, chosen.Length, dimension);
    }

    private static int Number(Dictionary<string, int> numbers, string name)
    {
        if (!numbers.TryGetValue(name, out var number))
            numbers.Add(name, number = numbers.Count);
        return number;
    }
}
