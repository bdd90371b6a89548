namespace UniBind.Grid.Alignment.Tests;

public sealed class ProcrustesSolverTests
{
    [Theory]
    [InlineData(6, 6)]
    [InlineData(9, 5)]
    [InlineData(5, 9)]
    public void Solve_TargetsThatAreARotation_FindsIt(int raw, int dimension)
    {
        var rotation = Orthonormal(dimension, raw);
        var x = HeadData.Matrix(80, raw, 2);
        var y = new float[80 * dimension];
        Gemm.Shared.Multiply(x.Operand(), rotation.Operand().Transpose, y);
        for (var i = 0; i < y.Length; i++)
            y[i] = (2 * y[i]) + (i % dimension);

        var head = HeadData.Procrustes(HeadData.Gram(x, new EmbeddingMatrix(y, 80, dimension)));

        // W W^T (or W^T W, the smaller) is the unit matrix up to one scale.
        var k = Math.Min(raw, dimension);
        var square = new float[k * k];
        var w = head.Weights.Operand();
        Gemm.Shared.Multiply(raw < dimension ? w.Transpose : w, raw < dimension ? w : w.Transpose, square);
        for (var i = 0; i < k * k; i++)
            Assert.Equal(i / k == i % k ? square[0] : 0, square[i], 1e-4);
        if (raw > dimension)
            return; // a projection that drops directions of x: only its form is known
        for (var i = 0; i < head.Weights.Values.Length; i++)
            Assert.Equal(2 * rotation.Values.Span[i], head.Weights.Values.Span[i], 1e-4);
        for (var d = 0; d < dimension; d++)
            Assert.Equal(d, head.Bias.Span[d], 1e-3);
    }

    [Fact]
    public void Solve_FewerClassesThanDimensions_StaysFinite()
    {
        var centers = HeadData.Centers(3, [4], 20, 1);
        var train = HeadData.Separable(60, 25, 3, 2);

        var head = HeadData.Procrustes(HeadData.Gram(train.Raw, CenterTargets.Of(train, centers, Modality.Audio)));

        Assert.True(HeadData.Measure(head, train, centers).Accuracy > 0.9);
    }

    private static EmbeddingMatrix Orthonormal(int rows, int columns)
    {
        var values = HeadData.Normal(rows * columns, 1);
        var byRow = rows <= columns;
        var (count, length) = byRow ? (rows, columns) : (columns, rows);
        ref float At(int i, int j) => ref values[byRow ? (i * columns) + j : (j * columns) + i];
        for (var i = 0; i < count; i++)
        {
            for (var before = 0; before < i; before++)
            {
                var dot = 0f;
                for (var j = 0; j < length; j++)
                    dot += At(i, j) * At(before, j);
                for (var j = 0; j < length; j++)
                    At(i, j) -= dot * At(before, j);
            }
            var norm = 0f;
            for (var j = 0; j < length; j++)
                norm += At(i, j) * At(i, j);
            for (var j = 0; j < length; j++)
                At(i, j) /= MathF.Sqrt(norm);
        }
        return new EmbeddingMatrix(values, rows, columns);
    }
}
