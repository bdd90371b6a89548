using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment.Tests.Knowledge;

/// <summary>Two plain ways to bring items to the space of the texts, and the accuracy of the class with the nearest text.</summary>
internal static class ZeroShot
{
    /// <summary>Class probabilities times the embeddings of the class names (ConSE); no label is used.</summary>
    public static float[][] Conse(float[][] probabilities, EmbeddingMatrix names) => [.. probabilities.Select(p =>
    {
        var sum = new float[names.Columns];
        for (var i = 0; i < p.Length; i++)
            TensorPrimitives.MultiplyAdd(names.Row(i), p[i], sum, sum);
        return sum;
    })];

    /// <summary>
    /// The matrix that turns targets of training items into predictions of test items: ridge regression in its dual form, K_test (K + lambda I)^-1 on unit features.
    /// It does not depend on the targets, so one matrix serves all knowledge bases.
    /// </summary>
    public static float[][] RidgeWeights(float[][] train, float[][] test, double lambda)
    {
        var (a, b) = (Unit(train), Unit(test));
        var n = a.Length;
        var l = new double[n][];
        for (var i = 0; i < n; i++)
        {
            l[i] = new double[n];
            for (var j = 0; j <= i; j++)
            {
                var sum = TensorPrimitives.Dot<float>(a[i], a[j]) + (i == j ? lambda : 0) - TensorPrimitives.Dot<double>(l[i].AsSpan(0, j), l[j].AsSpan(0, j));
                l[i][j] = i == j ? Math.Sqrt(sum) : sum / l[j][j];
            }
        }
        return [.. b.AsParallel().AsOrdered().Select(x =>
        {
            var y = new double[n];
            for (var i = 0; i < n; i++)
                y[i] = (TensorPrimitives.Dot<float>(x, a[i]) - TensorPrimitives.Dot<double>(l[i].AsSpan(0, i), y.AsSpan(0, i))) / l[i][i];
            for (var i = n - 1; i >= 0; i--)
            {
                for (var k = i + 1; k < n; k++)
                    y[i] -= l[k][i] * y[k];
                y[i] /= l[i][i];
            }
            return y.Select(v => (float)v).ToArray();
        })];
    }

    /// <summary>Ridge predictions for targets that are each class's normalised row mean.</summary>
    public static float[][] Predict(float[][] weights, string[] trainLabels, IReadOnlyDictionary<string, float[][]> classes)
    {
        var targets = classes.ToDictionary(c => c.Key, c => Unit([Sum(c.Value)])[0]);
        return [.. weights.Select(w =>
        {
            var sum = new float[targets.First().Value.Length];
            for (var i = 0; i < w.Length; i++)
            {
                if (targets.TryGetValue(trainLabels[i], out var target))
                    TensorPrimitives.MultiplyAdd(target, w[i], sum, sum);
            }
            return sum;
        })];
    }

    /// <summary>The share of items whose nearest text (largest cosine) is one of their class.</summary>
    public static double Accuracy(float[][] items, string[] labels, IReadOnlyDictionary<string, float[][]> classes) => items.Zip(labels, (item, label) =>
        classes.MaxBy(c => c.Value.Max(row => TensorPrimitives.Dot<float>(item, row))).Key == label ? 1.0 : 0.0).Average();

    private static float[][] Unit(float[][] rows) => [.. rows.Select(r =>
    {
        var unit = new float[r.Length];
        TensorPrimitives.Divide(r, TensorPrimitives.Norm<float>(r), unit);
        return unit;
    })];

    private static float[] Sum(float[][] rows)
    {
        var sum = new float[rows[0].Length];
        foreach (var row in rows)
            TensorPrimitives.Add(sum, row, sum);
        return sum;
    }
}
