namespace UniBind.Grid.Alignment;

/// <summary><see cref="Hubness"/> of every gallery for the queries of every modality. Queries are fixed; resamples draw the gallery's items with their counts.</summary>
internal sealed class HubnessFamily : IStatisticFamily
{
    private readonly (int[] Clusters, int[] Occurrences)[] _pairs;
    private readonly bool[] _crosses;

    public HubnessFamily(EvaluationData data, IReadOnlyList<PairSimilarities> pairs, int neighbours)
    {
        var usable = pairs.Where(p => data.Sample[p.Gallery].Length > neighbours).OrderBy(p => p.Query).ThenBy(p => p.Gallery).ToArray();
        _pairs = [.. usable.Select(p => (data.Sample[p.Gallery].Select(i => data.Cluster[i]).ToArray(), Occurrences(p, data.Sample[p.Gallery].Length, neighbours)))];
        _crosses = [.. usable.Select(p => p.Query != p.Gallery)];
        var names = new List<(string, int)>();
        foreach (var pair in usable)
        {
            var (query, gallery) = (data.Modalities[pair.Query].Name(), data.Modalities[pair.Gallery].Name());
            var prefix = query == gallery ? gallery : $"{query}->{gallery}";
            names.AddRange(new[] { "hub.skew", "hub.robinhood", "hub.antihubs", "hub.share" }.Select(kind => ($"{prefix}.{kind}", data.Sample[pair.Gallery].Length)));
        }
        if (_crosses.Contains(true))
            names.AddRange(new[] { "hub.skew", "hub.robinhood", "hub.antihubs", "hub.share" }.Select(kind => (kind, data.Sample.Sum(s => s.Length))));
        Names = names;
    }

    public IReadOnlyList<(string Name, int N)> Names { get; }

    public void Compute(int[] weights, Span<double> values)
    {
        Span<double> mean = stackalloc double[4];
        mean.Clear();
        var crosses = _crosses.Count(c => c);
        for (var p = 0; p < _pairs.Length; p++)
        {
            var (clusters, occurrences) = _pairs[p];
            var each = new int[clusters.Length];
            for (var i = 0; i < each.Length; i++)
                each[i] = weights[clusters[i]];
            var hubness = Hubness.Of(occurrences, each);
            ReadOnlySpan<double> four = [hubness.Skewness, hubness.RobinHood, hubness.AntiHubs, hubness.Hubs];
            four.CopyTo(values[(4 * p)..]);
            for (var i = 0; _crosses[p] && i < 4; i++)
                mean[i] += four[i] / crosses;
        }
        if (crosses > 0)
            mean.CopyTo(values[(4 * _pairs.Length)..]);
    }

    private static int[] Occurrences(PairSimilarities pair, int gallery, int neighbours)
    {
        var counts = new int[gallery];
        foreach (var top in pair.Top)
            foreach (var place in top.Take(neighbours))
                counts[place]++;
        return counts;
    }
}
