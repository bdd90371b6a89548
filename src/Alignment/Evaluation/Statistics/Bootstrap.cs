namespace UniBind.Grid.Alignment;

/// <summary>
/// The cluster bootstrap (Efron 1979; Davison and Hinkley 1997, section 3.8): a resample draws as many objects as there are, with
/// replacement, and takes all items of each, so that an object that several sensors saw is drawn as a whole.
/// </summary>
/// <remarks>Resample r draws the same objects in every metric and, given the same items and seed, in every evaluation: that makes differences paired.</remarks>
internal sealed class Bootstrap(int clusters, ulong seed)
{
    /// <summary>Measures a family.</summary>
    public IEnumerable<Metric> Measure(IStatisticFamily family, int resamples, CancellationToken cancellationToken)
    {
        var count = family.Names.Count;
        if (count == 0)
            return [];
        var ones = new int[clusters];
        Array.Fill(ones, 1);
        var values = new double[count];
        family.Compute(ones, values);
        var replicates = new double[count][];
        for (var i = 0; i < count; i++)
            replicates[i] = new double[resamples];
        Parallel.For(0, resamples, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => (Weights: new int[clusters], Values: new double[count]),
            (r, _, local) =>
            {
                Draw(r, local.Weights);
                family.Compute(local.Weights, local.Values);
                for (var i = 0; i < count; i++)
                    replicates[i][r] = local.Values[i];
                return local;
            },
            _ => { });
        return family.Names
            .Select((name, i) => (name.Name, name.N, I: i))
            .Where(m => double.IsFinite(values[m.I]))
            .Select(m => Metric.Of(m.Name, values[m.I], m.N, replicates[m.I]));
    }

    private void Draw(int resample, int[] weights)
    {
        Array.Clear(weights);
        var random = new EvaluationRandom(seed ^ (0xA24BAED4963EE407UL * (ulong)(resample + 1)));
        for (var i = 0; i < clusters; i++)
            weights[random.Next(clusters)]++;
    }
}
