using System.Numerics.Tensors;

namespace UniBind.Grid.Alignment;

/// <summary>The two directions of greatest variance (principal components), by power iteration from a fixed start.</summary>
internal static class PlaneMap
{
    private const int Iterations = 60;

    /// <summary>The coordinates of each row, and the share of the variance that they hold.</summary>
    public static ((double X, double Y)[] Points, double Share) Of(EmbeddingMatrix rows)
    {
        var dimension = rows.Columns;
        var mean = new float[dimension];
        for (var i = 0; i < rows.Rows; i++)
            TensorPrimitives.Add(mean, rows.Row(i), mean);
        TensorPrimitives.Divide(mean, (float)rows.Rows, mean);
        var centered = new float[(long)rows.Rows * dimension];
        for (var i = 0; i < rows.Rows; i++)
            TensorPrimitives.Subtract(rows.Row(i), mean, centered.AsSpan(i * dimension, dimension));
        double total = TensorPrimitives.SumOfSquares<float>(centered);
        var (x, xVariance) = Component(centered, rows.Rows, dimension, 1);
        for (var i = 0; i < rows.Rows; i++)
        {
            var row = centered.AsSpan(i * dimension, dimension);
            TensorPrimitives.MultiplyAdd(x.Direction, -(float)x.Scores[i], row, row);
        }
        var (y, yVariance) = Component(centered, rows.Rows, dimension, 2);
        return ([.. x.Scores.Zip(y.Scores)], total > 0 ? (xVariance + yVariance) / total : 0);
    }

    private static ((float[] Direction, double[] Scores) Result, double Variance) Component(float[] rows, int count, int dimension, ulong seed)
    {
        var random = new EvaluationRandom(seed);
        var direction = new float[dimension];
        for (var d = 0; d < dimension; d++)
            direction[d] = (float)(random.NextDouble() - 0.5);
        var scores = new double[count];
        double variance = 0;
        for (var iteration = 0; iteration <= Iterations; iteration++)
        {
            var norm = TensorPrimitives.Norm<float>(direction);
            if (norm == 0)
                break;
            TensorPrimitives.Divide(direction, norm, direction);
            var next = new float[dimension];
            variance = 0;
            for (var i = 0; i < count; i++)
            {
                var row = rows.AsSpan(i * dimension, dimension);
                scores[i] = TensorPrimitives.Dot(row, direction);
                variance += scores[i] * scores[i];
                TensorPrimitives.MultiplyAdd(row, (float)scores[i], next, next);
            }
            if (iteration < Iterations)
                direction = next;
        }
        return ((direction, scores), variance);
    }
}
