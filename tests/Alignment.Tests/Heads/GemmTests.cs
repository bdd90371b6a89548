namespace UniBind.Grid.Alignment.Tests;

public sealed class GemmTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Multiply_AnyTransposing_EqualsTheDefinition(bool left, bool right)
    {
        const int M = 37;
        const int K = 53;
        const int N = 29;
        var a = HeadData.Normal(M * K, 1);
        var b = HeadData.Normal(K * N, 2);
        var x = new MatrixOperand<float>(a, left ? K : M, left ? M : K, left);
        var y = new MatrixOperand<float>(b, right ? N : K, right ? K : N, right);
        var single = new float[M * N];
        var twice = new double[M * N];

        Gemm.Shared.Multiply(x, y, single);
        Gemm.Shared.Multiply(
            new MatrixOperand<double>(Array.ConvertAll(a, v => (double)v), x.Rows, x.Columns, left),
            new MatrixOperand<double>(Array.ConvertAll(b, v => (double)v), y.Rows, y.Columns, right),
            twice);

        for (var i = 0; i < M; i++)
            for (var j = 0; j < N; j++)
            {
                var expected = 0.0;
                for (var k = 0; k < K; k++)
                    expected += (double)a[left ? (k * M) + i : (i * K) + k] * b[right ? (j * K) + k : (k * N) + j];
                Assert.Equal(expected, single[(i * N) + j], 1e-4);
                Assert.Equal(expected, twice[(i * N) + j], 1e-12);
            }
    }

    [Fact]
    public void Multiply_ManyAtOnce_GivesTheSameBits()
    {
        using var gemm = new Gemm(2);
        var (a, b) = (HeadData.Matrix(100, 64, 1), HeadData.Matrix(64, 80, 2));
        var results = new float[16][];

        Parallel.For(0, results.Length, i =>
        {
            results[i] = new float[100 * 80];
            gemm.Multiply(a.Operand(), b.Operand(), results[i]);
        });

        Assert.All(results, r => Assert.Equal(results[0], r));
        Assert.Contains(results[0], v => v != 0);
    }

    [Fact]
    public void Multiply_SizesThatDoNotFit_SaysSo()
    {
        var error = Assert.Throws<ArgumentException>(() => Gemm.Shared.Multiply(new MatrixOperand<float>(new float[6], 2, 3), new MatrixOperand<float>(new float[8], 2, 4), new float[8]));

        Assert.Contains("2 x 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiply_NothingToSum_GivesZeros()
    {
        var result = new float[] { 7, 7, 7, 7 };

        Gemm.Shared.Multiply(new MatrixOperand<float>(default, 2, 0), new MatrixOperand<float>(default, 0, 2), result);

        Assert.Equal(new float[4], result);
    }
}
