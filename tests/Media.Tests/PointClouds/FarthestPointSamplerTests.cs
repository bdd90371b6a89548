namespace UniBind.Grid.Media.Tests;

public sealed class FarthestPointSamplerTests
{
    [Fact]
    public void Sample_KnownCloud_PicksTheFarthestEachTime()
    {
        // Unit square with its centre, which lies at the origin: after corner 0 comes the opposite corner, then the first of the two others.
        float[] x = [-1, 1, 1, -1, 0];
        float[] y = [-1, -1, 1, 1, 0];

        Assert.Equal([0, 2, 1, 3], Sample(x, y, new float[5], 4));
        // The centre is within the skipped radius: when all others are taken, the first of them is picked again.
        Assert.Equal([0, 2, 1, 3, 0, 0], Sample(x, y, new float[5], 6));
    }

    [Fact]
    public void Sample_PointsAtTheOrigin_AreSkippedButForTheStart()
    {
        float[] x = [0, 0.03f, 0.032f, 1];
        // 0.03^2 = 0.0009 is skipped, 0.032^2 = 0.001024 is not; index 0 is the start wherever it lies.
        Assert.Equal([0, 3, 2, 2], Sample(x, new float[4], new float[4], 4));
    }

    [Fact]
    public void Sample_NothingToPick_RepeatsTheStart() =>
        Assert.Equal([0, 0, 0], Sample([0.01f, 0.02f], new float[2], new float[2], 3));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(8, 3)]
    [InlineData(97, 97)]
    [InlineData(1_000, 300)]
    [InlineData(3_001, 512)]
    public void Sample_RandomCloud_AgreesWithBruteForce(int count, int picks)
    {
        var (x, y, z) = Clouds.Random(count, seed: count);
        Assert.Equal(BruteForce(x, y, z, picks), Sample(x, y, z, picks));
    }

    [Fact]
    public void Sample_GridFullOfTies_AgreesWithBruteForce()
    {
        float[] Axis(int divisor) => [.. Enumerable.Range(0, 4_096).Select(i => i / divisor % 16 - 7.5f)];
        var (x, y, z) = (Axis(1), Axis(16), Axis(256));
        Assert.Equal(BruteForce(x, y, z, 1_200), Sample(x, y, z, 1_200));
    }

    [Fact]
    public void Sample_MorePicksThanDistinctPoints_AgreesWithBruteForce()
    {
        var (x, y, z) = Clouds.Random(100, 6);
        (x, y, z) = ([.. x, .. x, .. x], [.. y, .. y, .. y], [.. z, .. z, .. z]);
        Assert.Equal(BruteForce(x, y, z, 200), Sample(x, y, z, 200));
    }

    [Fact]
    public void Sample_ExtremeCoordinates_AgreesWithBruteForce()
    {
        float[] x = [float.MaxValue, float.MinValue, 1e30f, -1e30f, 1e-30f, 1, 2, 3];
        Assert.Equal(BruteForce(x, x, new float[8], 8), Sample(x, x, new float[8], 8));
    }

    [Fact]
    public void Sample_Cancelled_Stops()
    {
        var (x, y, z) = Clouds.Random(1_000, 1);
        Assert.Throws<OperationCanceledException>(() => FarthestPointSampler.Sample(x, y, z, 500, new CancellationToken(canceled: true)));
    }

    private static int[] Sample(float[] x, float[] y, float[] z, int count) =>
        FarthestPointSampler.Sample(x, y, z, count, TestContext.Current.CancellationToken);

    /// <summary>The reference kernel as one thread would run it.</summary>
    private static int[] BruteForce(float[] x, float[] y, float[] z, int count)
    {
        var picks = new int[count];
        var distance = Enumerable.Repeat(float.PositiveInfinity, x.Length).ToArray();
        var old = 0;
        for (var j = 1; j < count; j++)
        {
            var (besti, best) = (0, -1f);
            for (var k = 0; k < x.Length; k++)
            {
                if (x[k] * x[k] + y[k] * y[k] + z[k] * z[k] <= 1e-3f)
                    continue;
                var (dx, dy, dz) = (x[k] - x[old], y[k] - y[old], z[k] - z[old]);
                var d = Math.Min(dx * dx + dy * dy + dz * dz, distance[k]);
                distance[k] = d;
                if (d > best)
                    (besti, best) = (k, d);
            }
            picks[j] = old = besti;
        }
        return picks;
    }
}
