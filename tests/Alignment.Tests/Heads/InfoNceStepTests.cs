namespace UniBind.Grid.Alignment.Tests;

public sealed class InfoNceStepTests
{
    private const int Items = 12;
    private const int Raw = 7;
    private const int Dimension = 5;

    public static TheoryData<HeadTarget, bool, bool, bool, double, double> Variants()
    {
        var data = new TheoryData<HeadTarget, bool, bool, bool, double, double>();
        foreach (var target in Enum.GetValues<HeadTarget>())
            foreach (var symmetric in new[] { false, true })
                foreach (var mask in new[] { false, true })
                    foreach (var bias in new[] { false, true })
                        foreach (var temperature in new[] { 1, 0.07 })
                            foreach (var beta in target == HeadTarget.Centers ? new[] { 0.0, 10 } : [0])
                                data.Add(target, symmetric, mask, bias, temperature, beta);
        return data;
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Run_EveryVariant_GivesTheLossAndItsFiniteDifferences(HeadTarget target, bool symmetric, bool mask, bool bias, double temperature, double beta)
    {
        var options = new HeadTrainingOptions { Target = target, Symmetric = symmetric, SameClassMask = mask, Bias = bias, Temperature = temperature, ScoreBeta = beta };
        var parameters = new HeadParameters(Dimension, Raw, HeadData.Normal(Dimension * Raw, 1), bias ? HeadData.Normal(Dimension, 2) : []);
        var raw = HeadData.Matrix(Items, Raw, 3);
        var captions = target == HeadTarget.Captions ? HeadMath.Normalised(HeadData.Matrix(Items, Dimension, 4)) : null;
        var centers = target == HeadTarget.Centers ? CenterBlock.Of(HeadData.Centers(4, [3, 1, 4], Dimension, 5), Modality.Image) : null;
        int[] classes = [0, 1, 2, 0, 1, 0, 2, 2, 0, 1, 1, target == HeadTarget.Captions ? -1 : 0];
        var gradient = parameters.ZeroLike();

        var loss = new InfoNceStep(options, Gemm.Shared).Run(parameters, raw.Values, Items, captions?.Values ?? default, centers, classes, gradient);

        double Reference(double[] w, double[] b) => ReferenceLoss.Of(w, b, raw, captions, centers, classes, options);
        var (weights, shift) = (Array.ConvertAll(parameters.Weights, v => (double)v), Array.ConvertAll(parameters.Bias, v => (double)v));
        Assert.Equal(Reference(weights, shift), loss, 1e-5);
        foreach (var (at, found) in new[] { (weights, gradient.Weights), (shift, gradient.Bias) })
            for (var i = 0; i < at.Length; i++)
            {
                const double H = 1e-5;
                var value = at[i];
                at[i] = value + H;
                var up = Reference(weights, shift);
                at[i] = value - H;
                var down = Reference(weights, shift);
                at[i] = value;
                Assert.Equal((up - down) / (2 * H), found[i], 2e-5 + (1e-4 * Math.Abs(found[i])));
            }
    }

    // Section 1.5 of the method: L = ln(1 + (N - 1) / e) for orthogonal vectors at temperature 1.
    [Theory]
    [InlineData(4, 0.74367)]
    [InlineData(8, 1.27401)]
    [InlineData(1024, 5.93315)]
    public void Run_IdentityBatch_GivesTheGoldenLoss(int n, double expected)
    {
        var unit = new float[n * n];
        for (var i = 0; i < n; i++)
            unit[(i * n) + i] = 1;
        var parameters = new HeadParameters(n, n, unit, []);
        var options = new HeadTrainingOptions { Target = HeadTarget.Captions, Temperature = 1 };

        var loss = new InfoNceStep(options, Gemm.Shared).Run(parameters, unit, n, unit, null, [], parameters.ZeroLike());

        Assert.Equal(expected, loss, 1e-5);
    }

    [Fact]
    public void Run_CentersInPieces_GivesTheSameAsAtOnce()
    {
        // 40,000 rows of one value leave room for 838 items at a time.
        const int Rows = 40_000;
        const int N = 1000;
        var centers = new CenterBlock(HeadMath.Normalised(HeadData.Matrix(Rows, 3, 1)), [0, 10, 20_000, Rows]);
        var parameters = new HeadParameters(3, 4, HeadData.Normal(12, 2), []);
        var raw = HeadData.Matrix(N, 4, 3);
        var classes = Enumerable.Range(0, N).Select(i => i % 3).ToArray();
        var options = new HeadTrainingOptions();
        var (whole, half) = (parameters.ZeroLike(), parameters.ZeroLike());
        var step = new InfoNceStep(options, Gemm.Shared);

        var loss = step.Run(parameters, raw.Values, N, default, centers, classes, whole);
        var first = step.Run(parameters, raw.Values[..(500 * 4)], 500, default, centers, classes.AsSpan(0, 500), half);
        var sum = half.Weights.Select(v => v / 2).ToArray();
        var second = step.Run(parameters, raw.Values[(500 * 4)..], 500, default, centers, classes.AsSpan(500), half);

        Assert.Equal((first + second) / 2, loss, 1e-6);
        for (var i = 0; i < sum.Length; i++)
            Assert.Equal(sum[i] + (half.Weights[i] / 2), whole.Weights[i], 1e-5);
    }
}
