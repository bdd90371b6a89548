namespace UniBind.Grid.Alignment;

/// <summary>Accuracy, calibration and center profile of each modality, and the balance of accuracy over them. Source: section 5.2 A and K.</summary>
internal sealed class RecognitionFamily : IStatisticFamily
{
    private static readonly string[] PerModality = ["top1", "top5", "corrected", "ece", "brier", "delta", "margin"];
    private static readonly string[] Overall = ["top1", "worst", "spread", "stdev", "cv", "jain", "minmean", "corrected", "corrected.worst", "delta.spread", "margin.spread"];
    private readonly Part[] _parts;

    public RecognitionFamily(EvaluationData data, IReadOnlyList<RecognisedItems> modalities, int bins)
    {
        _parts = [.. modalities.Where(m => m.Items.Length > 0).Select(m => new Part(data, m, bins))];
        var total = _parts.Sum(p => p.Count);
        Names = _parts.Length == 0 ? [] :
        [
            .. _parts.SelectMany(p => PerModality.Select(name => ($"{p.Items.Modality.Name()}.{name}", p.Count))),
            .. Overall.Select(name => (name, total)),
        ];
    }

    public IReadOnlyList<(string Name, int N)> Names { get; }

    public void Compute(int[] weights, Span<double> values)
    {
        Span<double> top1 = stackalloc double[_parts.Length];
        Span<double> corrected = stackalloc double[_parts.Length];
        Span<double> delta = stackalloc double[_parts.Length];
        Span<double> margin = stackalloc double[_parts.Length];
        for (var p = 0; p < _parts.Length; p++)
        {
            var to = values.Slice(p * PerModality.Length, PerModality.Length);
            _parts[p].Compute(weights, to);
            (top1[p], corrected[p], delta[p], margin[p]) = (to[0], to[2], to[5], to[6]);
        }
        var accuracy = Balance.Of(top1);
        var fair = Balance.Of(corrected);
        ReadOnlySpan<double> overall =
        [
            accuracy.Mean, accuracy.Worst, accuracy.Spread, accuracy.Deviation, accuracy.Cv, accuracy.Jain, accuracy.MinMean,
            fair.Mean, fair.Worst, Balance.Of(delta).Spread, Balance.Of(margin).Spread,
        ];
        overall.CopyTo(values[(_parts.Length * PerModality.Length)..]);
    }

    private sealed class Part
    {
        private readonly WeightedMean _top1;
        private readonly WeightedMean _top5;
        private readonly WeightedMean _brier;
        private readonly WeightedMean _delta;
        private readonly WeightedMean _margin;
        private readonly int[] _clusters;
        private readonly int[] _bin;
        private readonly int _bins;

        public Part(EvaluationData data, RecognisedItems items, int bins)
        {
            Items = items;
            _clusters = [.. items.Items.Select(i => data.Cluster[i])];
            _top1 = new WeightedMean(_clusters, items.Top1);
            _top5 = new WeightedMean(_clusters, items.Top5);
            _brier = new WeightedMean(_clusters, items.Brier);
            _delta = Finite(items.Delta);
            _margin = Finite(items.Margin);
            _bins = bins;
            _bin = [.. items.Confidence.Select(c => ReliabilityTable.BinOf(c, bins))];
        }

        public RecognisedItems Items { get; }

        public int Count => Items.Items.Length;

        public void Compute(int[] weights, Span<double> values)
        {
            values[0] = _top1.Of(weights);
            values[1] = _top5.Of(weights);
            values[2] = Balance.ChanceCorrected(values[0], Items.Classes);
            values[3] = ExpectedError(weights);
            values[4] = _brier.Of(weights);
            values[5] = _delta.Of(weights);
            values[6] = _margin.Of(weights);
        }

        // Expected calibration error: sum over bins of share x |accuracy - confidence| (Naeini et al. 2015).
        private double ExpectedError(int[] weights)
        {
            Span<double> gaps = stackalloc double[_bins];
            gaps.Clear();
            double total = 0;
            for (var i = 0; i < _bin.Length; i++)
            {
                var weight = weights[_clusters[i]];
                gaps[_bin[i]] += weight * ((double)Items.Confidence[i] - Items.Top1[i]);
                total += weight;
            }
            double sum = 0;
            foreach (var gap in gaps)
                sum += Math.Abs(gap);
            return total == 0 ? double.NaN : sum / total;
        }

        private WeightedMean Finite(float[] values)
        {
            var kept = Enumerable.Range(0, values.Length).Where(i => float.IsFinite(values[i])).ToArray();
            return new WeightedMean([.. kept.Select(i => _clusters[i])], [.. kept.Select(i => values[i])]);
        }
    }
}
