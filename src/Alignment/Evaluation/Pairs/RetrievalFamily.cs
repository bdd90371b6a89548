namespace UniBind.Grid.Alignment;

/// <summary>
/// Cross-modal retrieval for every ordered pair of modalities: R@k, the share of queries with a relevant item among the first k, and
/// precision@k, the relevant share of the first k. Relevant is an item of the same class, and, under <c>group</c>, one of the same object.
/// Only queries count that have a relevant item in the gallery. The gallery is fixed; resamples draw queries.
/// </summary>
internal sealed class RetrievalFamily : IStatisticFamily
{
    private static readonly int[] Depths = [1, 5, 10];
    private readonly List<WeightedMean> _means = [];
    private readonly int _aggregates;
    private readonly int[] _first;
    private readonly (int There, int Back)[] _both;

    public RetrievalFamily(EvaluationData data, IReadOnlyList<PairSimilarities> pairs)
    {
        var names = new List<(string, int)>();
        var first = new Dictionary<(int, int), int>();
        foreach (var pair in pairs.Where(p => p.Query != p.Gallery).OrderBy(p => p.Query).ThenBy(p => p.Gallery))
        {
            var name = $"{data.Modalities[pair.Query].Name()}->{data.Modalities[pair.Gallery].Name()}";
            if (Add(data, pair, name, names, data.SameClass))
                first.Add((pair.Query, pair.Gallery), _means.Count - (2 * Depths.Length));
            Add(data, pair, name + ".group", names, data.SameGroup);
        }
        _first = [.. first.Values];
        _both = [.. first.Where(f => f.Key.Item1 < f.Key.Item2 && first.ContainsKey((f.Key.Item2, f.Key.Item1))).Select(f => (f.Value, first[(f.Key.Item2, f.Key.Item1)]))];
        _aggregates = _means.Count;
        if (_first.Length > 0)
            names.AddRange(new[] { "retrieval.r1", "retrieval.worst", "retrieval.spread", "retrieval.p10" }.Select(n => (n, _first.Sum(f => _means[f].Values.Length))));
        if (_both.Length > 0)
            names.AddRange(new[] { "retrieval.asymmetry", "retrieval.asymmetry.max" }.Select(n => (n, _both.Sum(b => _means[b.There].Values.Length + _means[b.Back].Values.Length))));
        Names = names;
    }

    public IReadOnlyList<(string Name, int N)> Names { get; }

    public void Compute(int[] weights, Span<double> values)
    {
        for (var i = 0; i < _means.Count; i++)
            values[i] = _means[i].Of(weights);
        if (_first.Length == 0)
            return;
        Span<double> first = stackalloc double[_first.Length];
        double precision = 0;
        for (var i = 0; i < first.Length; i++)
        {
            first[i] = values[_first[i]];
            precision += values[_first[i] + Depths.Length + 2];
        }
        var balance = Balance.Of(first);
        (values[_aggregates], values[_aggregates + 1], values[_aggregates + 2]) = (balance.Mean, balance.Worst, balance.Spread);
        values[_aggregates + 3] = precision / first.Length;
        if (_both.Length == 0)
            return;
        double sum = 0, most = 0;
        foreach (var (there, back) in _both)
        {
            var difference = Math.Abs(values[there] - values[back]);
            sum += difference;
            most = Math.Max(most, difference);
        }
        (values[_aggregates + 4], values[_aggregates + 5]) = (sum / _both.Length, most);
    }

    private bool Add(EvaluationData data, PairSimilarities pair, string name, List<(string, int)> names, Func<int, int, bool> relevant)
    {
        var (queries, gallery) = (data.Sample[pair.Query], data.Sample[pair.Gallery]);
        var counting = Enumerable.Range(0, queries.Length).AsParallel().AsOrdered().Where(i => gallery.Any(j => relevant(queries[i], j))).ToArray();
        if (counting.Length == 0)
            return false;
        var clusters = counting.Select(i => data.Cluster[queries[i]]).ToArray();
        var hits = counting.Select(i => pair.Top[i].Select(j => relevant(queries[i], gallery[j])).ToArray()).ToArray();
        foreach (var k in Depths)
        {
            names.Add(($"{name}.r{k}", counting.Length));
            _means.Add(new WeightedMean(clusters, [.. hits.Select(h => h.Take(k).Contains(true) ? 1f : 0f)]));
        }
        foreach (var k in Depths)
        {
            // A gallery smaller than k is taken whole.
            names.Add(($"{name}.p{k}", counting.Length));
            _means.Add(new WeightedMean(clusters, [.. hits.Select(h => h.Take(k).Count(hit => hit) / (float)Math.Min(k, h.Length))]));
        }
        return true;
    }
}
