using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Uniformity, ln of the mean of exp(-2 ||x - y||^2) over pairs of different objects: within a modality, between two (<c>a-b.uniform</c>),
/// and over all with every modality weighing the same. (-8, 0]; lower is more spread. Source: section 5.2 E (Wang and Isola 2020, t = 2).
/// </summary>
internal sealed class UniformityFamily : IStatisticFamily
{
    private readonly EvaluationData _data;
    private readonly PairSimilarities[] _pairs;

    public UniformityFamily(EvaluationData data, IReadOnlyList<PairSimilarities> pairs)
    {
        _data = data;
        _pairs = [.. pairs.Where(p => p.Kernel is not null).OrderBy(p => p.Query).ThenBy(p => p.Gallery)];
        Names =
        [
            .. _pairs.Select(p => p.Query == p.Gallery
                ? ($"{data.Modalities[p.Query].Name()}.uniform", data.Sample[p.Query].Length)
                : ($"{data.Modalities[p.Query].Name()}-{data.Modalities[p.Gallery].Name()}.uniform", data.Sample[p.Query].Length + data.Sample[p.Gallery].Length)),
            ("uniform", data.Sample.Sum(s => s.Length)),
        ];
    }

    public IReadOnlyList<(string Name, int N)> Names { get; }

    public void Compute(int[] weights, Span<double> values)
    {
        var modalities = _data.Modalities.Count;
        var each = new float[modalities][];
        var objects = new int[modalities][];
        for (var m = 0; m < modalities; m++)
        {
            each[m] = new float[_data.Sample[m].Length];
            objects[m] = new int[weights.Length];
            for (var i = 0; i < each[m].Length; i++)
            {
                var cluster = _data.Cluster[_data.Sample[m][i]];
                each[m][i] = weights[cluster];
                objects[m][cluster] += weights[cluster];
            }
        }
        double pooled = 0;
        for (var p = 0; p < _pairs.Length; p++)
        {
            var (a, b) = (_pairs[p].Query, _pairs[p].Gallery);
            var mean = Mean(_pairs[p].Kernel, each[a], each[b], objects[a], objects[b]);
            values[p] = Math.Log(mean);
            pooled += a == b ? mean : 2 * mean;
        }
        values[_pairs.Length] = Math.Log(pooled / (modalities * modalities));
    }

    private static double Mean(float[]? kernel, float[] a, float[] b, int[] objectsA, int[] objectsB)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            if (a[i] > 0)
                sum += a[i] * (double)TensorPrimitives.Dot(kernel.AsSpan(i * b.Length, b.Length), b);
        double pairs = (double)TensorPrimitives.Sum<float>(a) * TensorPrimitives.Sum<float>(b);
        for (var g = 0; g < objectsA.Length; g++)
            pairs -= (double)objectsA[g] * objectsB[g];
        return pairs > 0 ? sum / pairs : double.NaN;
    }
}
