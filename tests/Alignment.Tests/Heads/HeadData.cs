using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment.Tests;

/// <summary>Synthetic items and centers.</summary>
internal static class HeadData
{
    public static float[] Normal(int count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }

    public static EmbeddingMatrix Matrix(int rows, int columns, int seed) => new(Normal(rows * columns, seed), rows, columns);

    /// <summary>Centers with rows spread around one direction a class.</summary>
    public static CenterSet Centers(int classes, int[] rowsOf, int dimension, int seed, float spread = 0.5f)
    {
        var heart = Normal(classes * dimension, seed);
        var starts = new int[classes + 1];
        for (var c = 0; c < classes; c++)
            starts[c + 1] = starts[c] + rowsOf[c % rowsOf.Length];
        var noise = Normal(starts[^1] * dimension, seed + 1);
        for (var c = 0; c < classes; c++)
            for (var r = starts[c]; r < starts[c + 1]; r++)
            {
                var row = noise.AsSpan(r * dimension, dimension);
                TensorPrimitives.MultiplyAdd(row, spread, heart.AsSpan(c * dimension, dimension), row);
                TensorPrimitives.Divide(row, TensorPrimitives.Norm<float>(row), row);
            }
        return new CenterSet([.. Enumerable.Range(0, classes).Select(c => $"class {c}")], starts, new EmbeddingMatrix(noise, starts[^1], dimension),
            [.. Enumerable.Repeat(CenterSet.AllModalities, starts[^1])], r => $"row {r}");
    }

    /// <summary>Items whose classes lie apart in the raw space, with noise.</summary>
    public static HeadExamples Separable(int count, int raw, int classes, int seed, float noise = 0.7f, float scale = 1)
    {
        var hearts = Normal(classes * raw, 99);
        var values = Normal(count * raw, seed);
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            var row = values.AsSpan(i * raw, raw);
            TensorPrimitives.MultiplyAdd(row, noise, hearts.AsSpan(labels[i] * raw, raw), row);
            TensorPrimitives.Multiply(row, scale, row);
        }
        return new HeadExamples { Raw = new EmbeddingMatrix(values, count, raw), Classes = labels };
    }

    public static GramMatrix Gram(EmbeddingMatrix raw, EmbeddingMatrix targets) => GramMatrix.From(raw, targets, Gemm.Shared, TestContext.Current.CancellationToken);

    public static Head Ridge(GramMatrix gram, double lambda, bool bias = true) =>
        RidgeSolver.Solve(gram, Modality.Audio, lambda, Gemm.Shared, bias, TestContext.Current.CancellationToken);

    public static Head Procrustes(GramMatrix gram) => ProcrustesSolver.Solve(gram, Modality.Audio, Gemm.Shared, cancellationToken: TestContext.Current.CancellationToken);

    public static HeadMetrics Measure(Head head, HeadExamples examples, CenterSet centers) =>
        HeadEvaluator.Evaluate(head, examples, centers, HeadEvaluator.DefaultTemperature, Gemm.Shared, TestContext.Current.CancellationToken);
}
