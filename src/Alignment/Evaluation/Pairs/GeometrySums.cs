using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Weighted sums of unit vectors by modality and class: every mean cosine between groups of items follows from them, since
/// the sum of x_i . y_j over all pairs is (sum x_i) . (sum y_j).
/// </summary>
internal sealed class GeometrySums
{
    private readonly int _dimension;
    private readonly float[] _sums;

    private GeometrySums(int modalities, int classes, int dimension)
    {
        _dimension = dimension;
        _sums = new float[(long)modalities * classes * dimension];
        Counts = new double[modalities, classes];
        Whole = [.. Enumerable.Range(0, modalities).Select(_ => new float[dimension])];
        Total = new double[modalities];
        Squares = new double[modalities];
        Classes = classes;
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The weight of each modality's items of each class.</summary>
    public double[,] Counts { get; }

    /// <summary>The sum of each modality's vectors, with and without a label.</summary>
    public float[][] Whole { get; }

    /// <summary>The weight of each modality.</summary>
    public double[] Total { get; }

    /// <summary>The sum of squared weights of each modality: what pairs of an item with itself weigh.</summary>
    public double[] Squares { get; }

    /// <summary>The sum of a modality's vectors of a class.</summary>
    public ReadOnlySpan<float> Sum(int modality, int label) => _sums.AsSpan(((modality * Classes) + label) * _dimension, _dimension);

    public static GeometrySums Of(EvaluationData data, int[] weights)
    {
        var sums = new GeometrySums(data.Modalities.Count, data.LabelNames.Length, data.Embeddings.Columns);
        for (var m = 0; m < data.Modalities.Count; m++)
            foreach (var i in data.Sample[m])
                if (weights[data.Cluster[i]] is > 0 and var weight)
                    sums.Add(m, data.Labels[i] is [var label, ..] ? label : -1, data.Embeddings.Row(i), weight);
        return sums;
    }

    private void Add(int modality, int label, ReadOnlySpan<float> row, int weight)
    {
        TensorPrimitives.MultiplyAdd(row, weight, Whole[modality], Whole[modality]);
        Total[modality] += weight;
        Squares[modality] += (double)weight * weight;
        if (label < 0)
            return;
        var to = _sums.AsSpan(((modality * Classes) + label) * _dimension, _dimension);
        TensorPrimitives.MultiplyAdd(row, weight, to, to);
        Counts[modality, label] += weight;
    }

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
        for (var d = 0; d < _dimension; d++)
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
