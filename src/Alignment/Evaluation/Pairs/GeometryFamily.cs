using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// The distances between modalities: centroid gap, relative modality gap (RMG, Schrodi et al. 2025), alignment E||x - y||^2 and cosine of
/// matching pairs, for each pair of modalities, and class-conditional eta^2. Matching is a pair of one class, and, under <c>group</c>, of one object. Source: section 5.2 B-E and J.
/// </summary>
internal sealed class GeometryFamily : IStatisticFamily
{
    private const int PairMetrics = 8;
    private static readonly string[] Overall = ["gap", "gap.max", "rmg", "rmg.max", "align", "eta2", "eta2.worst"];
    private readonly EvaluationData _data;
    private readonly ConcurrentBag<GeometrySums> _sums = [];
    private readonly (int A, int B, int[] Clusters, float[] Cosines)[] _pairs;

    public GeometryFamily(EvaluationData data)
    {
        _data = data;
        var modalities = data.Modalities.Count;
        _pairs = [.. Enumerable.Range(0, modalities).SelectMany(a => Enumerable.Range(a + 1, modalities - a - 1).Select(b => ObjectsOf(data, a, b)))];
        if (_pairs.Length == 0)
        {
            Names = [];
            return;
        }
        var names = new List<(string, int)>();
        foreach (var (a, b, clusters, _) in _pairs)
        {
            var (name, items) = ($"{data.Modalities[a].Name()}-{data.Modalities[b].Name()}", data.Sample[a].Length + data.Sample[b].Length);
            names.AddRange(new[] { "gap", "rmg", "align", "cosine" }.Select(kind => ($"{name}.{kind}", items)));
            names.AddRange(new[] { "rmg", "align", "cosine", "distance" }.Select(kind => ($"{name}.group.{kind}", clusters.Length)));
        }
        Names = [.. names, .. Overall.Select(name => (name, data.Sample.Sum(s => s.Length)))];
    }

    public IReadOnlyList<(string Name, int N)> Names { get; }

    public void Compute(int[] weights, Span<double> values)
    {
        // One for each thread that resamples: room for all sums is too much to make anew each time.
        if (!_sums.TryTake(out var sums))
            sums = new GeometrySums(_data);
        sums.Fill(weights);
        Compute(sums, weights, values);
        _sums.Add(sums);
    }

    private void Compute(GeometrySums sums, int[] weights, Span<double> values)
    {
        double gap = 0, gapMost = 0, rmg = 0, rmgMost = 0, align = 0;
        var matched = 0;
        for (var p = 0; p < _pairs.Length; p++)
        {
            var (a, b, clusters, cosines) = _pairs[p];
            var to = values.Slice(p * PairMetrics, PairMetrics);
            var within = 0.5 * (Distance(sums.Within(a)) + Distance(sums.Within(b)));
            var cosine = sums.Matching(a, b);
            to[0] = sums.CentroidGap(a, b);
            (to[1], to[2], to[3]) = (RelativeGap(Distance(cosine), within), 2 - (2 * cosine), cosine);
            var (paired, distance) = OfObjects(clusters, cosines, weights);
            (to[4], to[5], to[6], to[7]) = (RelativeGap(Distance(paired), within), 2 - (2 * paired), paired, distance);
            gap += to[0] / _pairs.Length;
            gapMost = Math.Max(gapMost, to[0]);
            if (double.IsNaN(to[1]))
                continue;
            matched++;
            rmg += to[1];
            rmgMost = Math.Max(rmgMost, to[1]);
            align += to[2];
        }
        var (eta, worst) = ClassScatter.Of(sums, _data.Modalities.Count);
        ReadOnlySpan<double> overall = [gap, gapMost, rmg / matched, matched == 0 ? double.NaN : rmgMost, align / matched, eta, worst];
        overall.CopyTo(values[(_pairs.Length * PairMetrics)..]);
    }

    /// <summary>RMG = D_pair / (D_pair + (D_aa + D_bb) / 2) with d(u, v) = (1 - u.v) / 2: 0.5 when matching pairs are as far apart as random items of one modality.</summary>
    public static double RelativeGap(double pair, double within) => pair / (pair + within);

    private static double Distance(double cosine) => (1 - cosine) / 2;

    private static (double Cosine, double Distance) OfObjects(int[] clusters, float[] cosines, int[] weights)
    {
        double cosine = 0, distance = 0, total = 0;
        for (var i = 0; i < clusters.Length; i++)
        {
            var weight = weights[clusters[i]];
            cosine += weight * (double)cosines[i];
            distance += weight * Math.Sqrt(Math.Max(0, 2 - (2 * (double)cosines[i])));
            total += weight;
        }
        return total == 0 ? (double.NaN, double.NaN) : (cosine / total, distance / total);
    }

    private static (int A, int B, int[] Clusters, float[] Cosines) ObjectsOf(EvaluationData data, int a, int b)
    {
        var others = data.Sample[b].ToLookup(j => data.Cluster[j]);
        var pairs = data.Sample[a].SelectMany(i => others[data.Cluster[i]].Where(j => data.SameGroup(i, j)).Select(j => (i, j))).ToArray();
        return (a, b, [.. pairs.Select(p => data.Cluster[p.i])], [.. pairs.Select(p => TensorPrimitives.Dot(data.Embeddings.Row(p.i), data.Embeddings.Row(p.j)))]);
    }
}
