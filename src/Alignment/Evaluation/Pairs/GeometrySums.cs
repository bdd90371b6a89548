using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Weighted sums of unit vectors by modality and class: every mean cosine between groups of items follows from them, since
/// the sum of x_i . y_j over all pairs is (sum x_i) . (sum y_j).
/// </summary>
/// <remarks>
/// Not thread-safe; filled again and again. Sums are kept only for the classes that at least two modalities of the sample have: no other one is asked for. So memory
/// follows the sample, and not the labels that there are.
/// </remarks>
internal sealed class GeometrySums
{
    private readonly EvaluationData _data;
    private readonly int[] _slots;
    private readonly float[]?[,] _sums;

    /// <summary>Room for the sums of a set of items.</summary>
    public GeometrySums(EvaluationData data)
    {
        _data = data;
        var shared = SharedLabels(data);
        _slots = new int[data.LabelNames.Length];
        Array.Fill(_slots, -1);
        for (var c = 0; c < shared.Length; c++)
            _slots[shared[c]] = c;
        Classes = shared.Length;
        Dimension = data.Embeddings.Columns;
        var modalities = data.Modalities.Count;
        _sums = new float[modalities, Classes][];
        Counts = new double[modalities, Classes];
        Whole = [.. Enumerable.Range(0, modalities).Select(_ => new float[Dimension])];
        Total = new double[modalities];
        Squares = new double[modalities];
    }

    /// <summary>The length of a vector.</summary>
    public int Dimension { get; }

    /// <summary>The number of classes that at least two modalities of the sample have.</summary>
    public int Classes { get; }

    /// <summary>The weight of each modality's items of each class.</summary>
    public double[,] Counts { get; }

    /// <summary>The sum of each modality's vectors, with and without a label.</summary>
    public float[][] Whole { get; }

    /// <summary>The weight of each modality.</summary>
    public double[] Total { get; }

    /// <summary>The sum of squared weights of each modality: what pairs of an item with itself weigh.</summary>
    public double[] Squares { get; }

    /// <summary>The sum of a modality's vectors of a class; empty where it has none of the class.</summary>
    public ReadOnlySpan<float> Sum(int modality, int index) => _sums[modality, index];

    /// <summary>Sums the sample, in place of what was summed before.</summary>
    /// <param name="weights">How often each object counts.</param>
    public void Fill(int[] weights)
    {
        Clear();
        for (var m = 0; m < _data.Modalities.Count; m++)
            foreach (var i in _data.Sample[m])
                if (weights[_data.Cluster[i]] is > 0 and var weight)
                    Add(m, _data.Labels[i] is [var label, ..] ? _slots[label] : -1, _data.Embeddings.Row(i), weight);
    }

    private void Clear()
    {
        foreach (var sum in _sums)
            sum?.AsSpan().Clear();
        foreach (var sum in Whole)
            sum.AsSpan().Clear();
        Array.Clear(Counts);
        Array.Clear(Total);
        Array.Clear(Squares);
    }

    private void Add(int modality, int index, ReadOnlySpan<float> row, int weight)
    {
        TensorPrimitives.MultiplyAdd(row, weight, Whole[modality], Whole[modality]);
        Total[modality] += weight;
        Squares[modality] += (double)weight * weight;
        if (index < 0)
            return;
        var to = _sums[modality, index] ??= new float[Dimension];
        TensorPrimitives.MultiplyAdd(row, weight, to, to);
        Counts[modality, index] += weight;
    }

    private static int[] SharedLabels(EvaluationData data) =>
    [
        .. data.Sample.SelectMany(sample => sample.Select(i => data.Labels[i]).Where(l => l.Length > 0).Select(l => l[0]).Distinct())
            .CountBy(label => label).Where(label => label.Value > 1).Select(label => label.Key).Order(),
    ];

    /// <summary>The mean cosine of two different items of a modality.</summary>
    public double Within(int modality)
    {
        var pairs = (Total[modality] * Total[modality]) - Squares[modality];
        return pairs > 0 ? (Dot(Whole[modality], Whole[modality]) - Squares[modality]) / pairs : double.NaN;
    }

    /// <summary>The mean cosine of two items of one class, one of each modality; NaN without such pairs.</summary>
    public double Matching(int a, int b)
    {
        double sum = 0, pairs = 0;
        for (var c = 0; c < Classes; c++)
            if (Counts[a, c] * Counts[b, c] is > 0 and var count)
            {
                sum += Dot(Sum(a, c), Sum(b, c));
                pairs += count;
            }
        return pairs > 0 ? sum / pairs : double.NaN;
    }

    /// <summary>The distance of two modalities' centroids, 0 to 2.</summary>
    public double CentroidGap(int a, int b)
    {
        double sum = 0;
        for (var d = 0; d < Dimension; d++)
            sum += Math.Pow((Whole[a][d] / Total[a]) - (Whole[b][d] / Total[b]), 2);
        return Math.Sqrt(sum);
    }

    /// <summary>The dot product in double: sums of thousands of vectors would lose the last digits in float.</summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (var d = 0; d < a.Length; d++)
            sum += (double)a[d] * b[d];
        return sum;
    }
}
