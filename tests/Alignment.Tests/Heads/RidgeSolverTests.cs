using FsCheck;
using FsCheck.Fluent;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Alignment.Tests;

public sealed class RidgeSolverTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(60, 9, 4, 0.01, true)]
    [InlineData(60, 9, 4, 0.5, false)]
    [InlineData(10, 25, 6, 0.1, true)] // fewer items than raw values
    [InlineData(700, 213, 11, 0.003, true)] // more than two blocks of the factorisation
    public void Solve_AnySizes_FulfilsTheNormalEquations(int n, int raw, int dimension, double lambda, bool bias)
    {
        var (x, y) = (HeadData.Matrix(n, raw, 1), HeadData.Matrix(n, dimension, 2));

        var head = HeadData.Ridge(HeadData.Gram(x, y), lambda, bias);

        var (w, b) = BruteForce(x, y, lambda, bias);
        for (var i = 0; i < w.Length; i++)
            Assert.Equal(w[i], head.Weights.Values.Span[i], 1e-6);
        Assert.Equal(bias ? dimension : 0, head.Bias.Length);
        for (var i = 0; i < head.Bias.Length; i++)
            Assert.Equal(b[i], head.Bias.Span[i], 1e-6);
    }

    [Fact]
    public void Solve_AnySharding_GivesTheSameHead() => Prop.ForAll(
        Gen.Choose(1, 9).SelectMany(parts => Gen.Choose(1, 40).ListOf(parts)).ToArbitrary(),
        sizes =>
        {
            var n = sizes.Sum();
            var (x, y) = (HeadData.Matrix(n, 6, n), HeadData.Matrix(n, 3, n + 1));
            var shards = new List<GramMatrix>();
            for (var (at, s) = (0, 0); s < sizes.Count; at += sizes[s++])
                shards.Add(HeadData.Gram(x.Take([.. Enumerable.Range(at, sizes[s])]), y.Take([.. Enumerable.Range(at, sizes[s])])));
            var whole = HeadData.Ridge(HeadData.Gram(x, y), 0.1);
            var sharded = HeadData.Ridge(GramMatrix.Sum(shards), 0.1);
            return whole.Weights.Values.Span.ToArray().Zip(sharded.Weights.Values.Span.ToArray()).All(p => Math.Abs(p.First - p.Second) < 1e-6)
                && whole.Bias.Span.ToArray().Zip(sharded.Bias.Span.ToArray()).All(p => Math.Abs(p.First - p.Second) < 1e-6);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Sum_AnyNumberOfWorkers_GivesTheSameBits(int workers)
    {
        var shards = Enumerable.Range(0, 11).Select(s => (X: HeadData.Matrix(30 + s, 40, s), Y: HeadData.Matrix(30 + s, 8, 100 + s))).ToArray();
        var inOrder = GramMatrix.Sum(shards.Select(s => HeadData.Gram(s.X, s.Y)));
        var grams = new GramMatrix[shards.Length];

        Parallel.For(0, shards.Length, new ParallelOptions { MaxDegreeOfParallelism = workers }, i => grams[i] = HeadData.Gram(shards[i].X, shards[i].Y));

        var sum = GramMatrix.Sum(grams);
        Assert.Equal(inOrder.Xx.ToArray(), sum.Xx.ToArray());
        Assert.Equal(inOrder.Xy.ToArray(), sum.Xy.ToArray());
    }

    [Fact]
    public async Task Plus_DataAddedToAStoredSum_EqualsFromScratch()
    {
        var (x, y) = (HeadData.Matrix(50, 7, 1), HeadData.Matrix(50, 3, 2));
        int[] old = [.. Enumerable.Range(0, 30)];
        int[] added = [.. Enumerable.Range(30, 20)];
        var path = Path.Combine(_folder.Path, "gram.safetensors");
        await using (var stream = File.Create(path))
            await HeadData.Gram(x.Take(old), y.Take(old)).WriteAsync(stream, TestContext.Current.CancellationToken);

        using var file = SafetensorsFile.Open(path);
        var stored = GramMatrix.Read(file);
        var sum = stored.Plus(HeadData.Gram(x.Take(added), y.Take(added)));

        Assert.Equal(30, stored.Count);
        var expected = HeadData.Ridge(HeadData.Gram(x, y), 0.1);
        var found = HeadData.Ridge(sum, 0.1);
        for (var i = 0; i < expected.Weights.Values.Length; i++)
            Assert.Equal(expected.Weights.Values.Span[i], found.Weights.Values.Span[i], 1e-6);
    }

    [Fact]
    public void Solve_SingularWithoutRidge_SaysSo()
    {
        var gram = HeadData.Gram(HeadData.Matrix(5, 20, 1), HeadData.Matrix(5, 3, 2));

        var error = Assert.Throws<AlignmentException>(() => HeadData.Ridge(gram, 0));

        Assert.Contains("lambda", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_ValueThatIsNotANumber_NamesTheRow()
    {
        var values = HeadData.Normal(12, 1);
        values[7] = float.NaN;

        var error = Assert.Throws<AlignmentException>(() => HeadData.Gram(new EmbeddingMatrix(values, 4, 3), HeadData.Matrix(4, 2, 2)));

        Assert.Contains("Row 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Select_NoisyItems_KeepsTheLambdaThatDoesBestOnTheHeldOut()
    {
        var centers = HeadData.Centers(4, [5], 16, 7);
        var train = HeadData.Separable(40, 30, 4, 1, noise: 2);
        var heldOut = HeadData.Separable(400, 30, 4, 2, noise: 2);
        var gram = HeadData.Gram(train.Raw, CenterTargets.Of(train, centers, Modality.Audio));
        var grid = RidgeSolver.Grid(gram);

        var chosen = RidgeSolver.Select(gram, Modality.Audio, grid, heldOut, centers, Gemm.Shared, cancellationToken: TestContext.Current.CancellationToken);

        var accuracies = grid.Select(l => HeadData.Measure(HeadData.Ridge(gram, l), heldOut, centers).Accuracy!.Value).ToArray();
        Assert.Equal(accuracies.Max(), chosen.Origin.Metrics["accuracy"]);
        Assert.True(accuracies.Max() > accuracies.Min());
    }

    public void Dispose() => _folder.Dispose();

    // Gaussian elimination on the augmented system: with a bias, a column of ones that is not regularised.
    private static (double[] W, double[] B) BruteForce(EmbeddingMatrix x, EmbeddingMatrix y, double lambda, bool bias)
    {
        var (n, p, d) = (x.Rows, x.Columns, y.Columns);
        var m = p + (bias ? 1 : 0);
        double X(int i, int r) => r < p ? x.Row(i)[r] : 1;
        var a = new double[m, m + d];
        for (var r = 0; r < m; r++)
        {
            for (var c = 0; c < m; c++)
                for (var i = 0; i < n; i++)
                    a[r, c] += X(i, r) * X(i, c);
            for (var c = 0; c < d; c++)
                for (var i = 0; i < n; i++)
                    a[r, m + c] += X(i, r) * y.Row(i)[c];
            if (r < p)
                a[r, r] += lambda * n;
        }
        for (var k = 0; k < m; k++)
        {
            var pivot = Enumerable.Range(k, m - k).MaxBy(r => Math.Abs(a[r, k]));
            for (var c = 0; c < m + d; c++)
                (a[k, c], a[pivot, c]) = (a[pivot, c], a[k, c]);
            for (var r = 0; r < m; r++)
                if (r != k && a[r, k] / a[k, k] is var factor and not 0)
                    for (var c = k; c < m + d; c++)
                        a[r, c] -= factor * a[k, c];
        }
        var w = new double[d * p];
        for (var c = 0; c < d; c++)
            for (var r = 0; r < p; r++)
                w[(c * p) + r] = a[r, m + c] / a[r, r];
        return (w, bias ? [.. Enumerable.Range(0, d).Select(c => a[p, m + c] / a[p, p])] : []);
    }
}
