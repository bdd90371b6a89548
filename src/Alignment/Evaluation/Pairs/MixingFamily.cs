namespace UniBind.Grid.Alignment;

/// <summary>
/// The modalities of each item's k nearest in a pool of equally many items of every modality: the own modality's share (expected when
/// modalities are mixed: a little less than 1/M, since an item is not its own neighbour), the entropy of the modalities over ln M, and the
/// Kullback-Leibler divergence of all neighbours' modalities from the pool's. Source: section 5.2 G.
/// </summary>
internal sealed class MixingFamily : IStatisticFamily
{
    private readonly int _modalities;
    private readonly Query[][] _queries;

    public MixingFamily(EvaluationData data, IReadOnlyList<PairSimilarities> pairs, int neighbours)
    {
        _modalities = data.Modalities.Count;
        var byQuery = pairs.ToLookup(p => p.Query);
        var pool = data.Sample.Min(s => s.Length);
        _queries = [.. Enumerable.Range(0, _modalities).Select(m => Enumerable.Range(0, pool).Select(i =>
        {
            var counts = new int[_modalities];
            foreach (var (_, gallery) in byQuery[m].SelectMany(p => p.Pooled[i].Select(n => (n, p.Gallery))).OrderByDescending(n => n.n.Similarity).Take(neighbours))
                counts[gallery]++;
            return new Query(data.Cluster[data.Sample[m][i]], counts, Entropy(counts, counts.Sum()));
        }).ToArray())];
        var kinds = new[] { "mixing.own", "mixing.entropy", "mixing.kl" };
        Names = _modalities < 2 || pool < 2 ? [] :
        [
            .. data.Modalities.SelectMany(m => kinds.Select(kind => ($"{m.Name()}.{kind}", pool))),
            .. kinds.Select(kind => (kind, pool * _modalities)),
        ];
    }

    public IReadOnlyList<(string Name, int N)> Names { get; }

    public void Compute(int[] weights, Span<double> values)
    {
        var overall = values.Slice(3 * _modalities, 3);
        overall.Clear();
        Span<double> histogram = stackalloc double[_modalities];
        for (var m = 0; m < _modalities; m++)
        {
            double own = 0, entropy = 0, total = 0;
            histogram.Clear();
            foreach (var query in _queries[m])
            {
                var weight = (double)weights[query.Cluster];
                var sum = query.Counts.Sum();
                own += weight * query.Counts[m] / sum;
                entropy += weight * query.Entropy;
                total += weight;
                for (var g = 0; g < _modalities; g++)
                    histogram[g] += weight * query.Counts[g] / sum;
            }
            double divergence = 0;
            foreach (var share in histogram)
                if (share > 0)
                    divergence += share / total * Math.Log(share / total * _modalities);
            values[3 * m] = own / total;
            values[(3 * m) + 1] = entropy / total;
            values[(3 * m) + 2] = divergence;
            for (var i = 0; i < 3; i++)
                overall[i] += values[(3 * m) + i] / _modalities;
        }
    }

    private static double Entropy(int[] counts, int total) =>
        counts.Length < 2 ? double.NaN : -counts.Where(c => c > 0).Sum(c => c / (double)total * Math.Log(c / (double)total)) / Math.Log(counts.Length);

    private sealed record Query(int Cluster, int[] Counts, double Entropy);
}
