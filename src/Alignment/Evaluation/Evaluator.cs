namespace UniBind.Grid.Alignment;

/// <summary>Measures a space on items: accuracy, calibration, retrieval and balance. Source: section 5.2 of the method.</summary>
/// <remarks>Stateless and thread-safe; uses all processors. Work is bounded by <see cref="EvaluationOptions"/>.</remarks>
public static class Evaluator
{
    /// <summary>Measures everything that the input allows.</summary>
    /// <exception cref="AlignmentException">No item is left, a vector is not finite or zero, or vectors and centers differ in dimension.</exception>
    public static EvaluationResult Run(EvaluationInput input, EvaluationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(input.Embeddings.Rows, input.Items.Count);
        if (input.Embeddings.Columns == 0 && (input.Comparable || input.Centers is not null))
            throw new AlignmentException($"The rows of '{input.Space}' have no vectors to evaluate.");
        if (input.Centers is { } c && c.Dimension != input.Embeddings.Columns)
            throw new AlignmentException($"The rows have {input.Embeddings.Columns} dimensions, and the centers of '{input.Space}' {c.Dimension}; they are not of one space.");
        var data = EvaluationData.Create(input, options);
        var bootstrap = new Bootstrap(data.Clusters, options.Seed);
        var metrics = new List<Metric>();
        void Measure(IStatisticFamily family, int resamples) => metrics.AddRange(bootstrap.Measure(family, resamples, cancellationToken));

        RecognisedItems[] recognised = [];
        if (input.Centers is { } centers)
        {
            recognised = [.. data.Modalities.Select((m, i) => RecognisedItems.Create(data, input, centers, i, TemperatureOf(input, options, m), cancellationToken))];
            Measure(new RecognitionFamily(data, recognised, options.Bins), options.Resamples);
            Measure(new CenterUsageFamily(data, centers, recognised), options.GeometryResamples);
        }
        if (input.Comparable && data.Modalities.Count > 1)
        {
            var pairs = PairSimilarities.All(data, options, cancellationToken);
            Measure(new RetrievalFamily(data, pairs), options.Resamples);
            Measure(new GeometryFamily(data), options.GeometryResamples);
            Measure(new UniformityFamily(data, pairs), options.UniformityResamples);
            Measure(new MixingFamily(data, pairs, options.Neighbours), options.GeometryResamples);
            Measure(new HubnessFamily(data, pairs, options.Neighbours), options.GeometryResamples);
        }
        return new EvaluationResult
        {
            Space = input.Space,
            SpaceSha256 = input.SpaceSha256,
            Options = options,
            Items = data.Available.Sum() + data.Calibrated,
            Calibrated = data.Calibrated,
            RepeatedRows = input.RepeatedRows,
            Classes = input.Centers?.Classes ?? [],
            Modalities = [.. data.Modalities.Select((m, i) => Tables(data, input, options, i, recognised.ElementAtOrDefault(i)))],
            Metrics = metrics,
            Notes = EvaluationNotes.Of(input, data, options, recognised),
        };
    }

    private static double TemperatureOf(EvaluationInput input, EvaluationOptions options, Modality modality) =>
        input.Calibrations.TryGetValue(modality, out var calibration) && calibration.Temperature > 0 ? calibration.Temperature : options.Temperature;

    private static ModalityEvaluation Tables(EvaluationData data, EvaluationInput input, EvaluationOptions options, int modality, RecognisedItems? recognised)
    {
        var kind = data.Modalities[modality];
        return new ModalityEvaluation
        {
            Modality = kind.Name(),
            Items = data.Of[modality].Length,
            Available = data.Available[modality],
            Sampled = data.Sample[modality].Length,
            Labelled = recognised?.Items.Length ?? 0,
            Temperature = TemperatureOf(input, options, kind),
            Fitted = input.Calibrations.ContainsKey(kind),
            Confusion = recognised is null || input.Centers is not { } centers ? [] :
            [
                .. Enumerable.Range(0, recognised.Items.Length).CountBy(i => (recognised.Label[i], recognised.Class[i]))
                    .OrderBy(c => c.Key.Item1).ThenByDescending(c => c.Value).ThenBy(c => c.Key.Item2)
                    .Select(c => new ConfusionCell(centers.Classes[c.Key.Item1], centers.Classes[c.Key.Item2], c.Value)),
            ],
            Reliability = recognised is null ? [] : ReliabilityTable.Of(recognised, options.Bins),
        };
    }
}
