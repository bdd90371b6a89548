namespace UniBind.Grid.Media.Tests;

public sealed class PointSamplingTests
{
    [Fact]
    public void Apply_FewerPoints_RepeatsThemInOrder()
    {
        var cloud = PointCloud.Of([1, 2, 3], [0, 0, 0], [0, 0, 0]);
        var (x, _, _) = Apply(new PointSampling(7, Normalise: false, Farthest: true, Surface: false), cloud);
        Assert.Equal([1, 2, 3, 1, 2, 3, 1], x);
    }

    [Fact]
    public void Apply_Stride_TakesEvenlySpacedPoints()
    {
        float[] line = [.. Enumerable.Range(0, 10)];
        var (x, _, _) = Apply(new PointSampling(4, Normalise: false, Farthest: false, Surface: false), PointCloud.Of(line, new float[10], new float[10]));
        Assert.Equal([0, 2, 5, 7], x);
    }

    [Fact]
    public void Apply_MovedAndScaledCloud_GivesTheSamePicks()
    {
        var (x, y, z) = Clouds.Random(500, 5);
        var sampling = new PointSampling(64, Normalise: true, Farthest: true, Surface: false);
        var near = Apply(sampling, PointCloud.Of(x, y, z));
        var far = Apply(sampling, PointCloud.Of([.. x.Select(v => 64 * v + 128)], [.. y.Select(v => 64 * v - 256)], [.. z.Select(v => 64 * v)]));

        Assert.Equal(near.X, far.X, (a, b) => Math.Abs(a - b) < 1e-5f);
        Assert.Equal(near.Z, far.Z, (a, b) => Math.Abs(a - b) < 1e-5f);
    }

    [Fact]
    public void Apply_Normalise_CentresAndScalesToRadiusOne()
    {
        var (x, y, z) = Clouds.Random(3_000, 9);
        var sampled = Apply(new PointSampling(1_000, Normalise: true, Farthest: true, Surface: false), PointCloud.Of(x, y, [.. z.Select(v => v * 50 + 7)]));

        Assert.Equal(0, sampled.X.Average(v => (double)v), 1e-6);
        Assert.Equal(0, sampled.Y.Average(v => (double)v), 1e-6);
        Assert.Equal(0, sampled.Z.Average(v => (double)v), 1e-6);
        Assert.Equal(1, Enumerable.Range(0, 1_000).Max(i => Radius(sampled, i)), 1e-6);
    }

    [Fact]
    public void Apply_AllPointsEqual_LieAtTheOrigin()
    {
        var sampled = Apply(new PointSampling(4, Normalise: true, Farthest: true, Surface: false), PointCloud.Of([5, 5, 5, 5, 5], [1, 1, 1, 1, 1], [2, 2, 2, 2, 2]));
        Assert.All(sampled.X, v => Assert.Equal(0, v));
    }

    [Fact]
    public void Apply_LargestFiniteCoordinates_StayFinite()
    {
        var sampled = Apply(new PointSampling(3, Normalise: true, Farthest: true, Surface: false), PointCloud.Of([float.MaxValue, float.MinValue, 0, 1], new float[4], new float[4]));
        Assert.All(sampled.X, v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void Apply_HugeCloud_IsThinnedTheSameWayEachTime()
    {
        var (x, y, z) = Clouds.Random(200_000, 11);
        var cloud = PointCloud.Of(x, y, z);
        var sampling = new PointSampling(256, Normalise: true, Farthest: true, Surface: false);
        var first = Apply(sampling, cloud);

        Assert.Equal(first.X, Apply(sampling, cloud).X);
        Assert.Equal(256, first.X.Zip(first.Y, first.Z).Distinct().Count());
    }

    [Fact]
    public void Stratified_AnySize_PicksOnePointOfEachStretch()
    {
        var indices = PointThinning.Stratified(1_000_003, 65_536);
        Assert.Equal(0, indices[0]);
        for (var i = 0; i < indices.Length; i++)
            Assert.InRange(indices[i], (long)i * 1_000_003 / 65_536, (i + 1L) * 1_000_003 / 65_536 - 1);
        // Not a stride: the steps differ.
        Assert.True(indices.Zip(indices.Skip(1), (a, b) => b - a).Distinct().Count() > 10);
    }

    [Fact]
    public void Apply_Surface_SpreadsPointsByArea()
    {
        // Two squares of 1 x 1 and 3 x 3 in the planes z = 0 and z = 1.
        var mesh = PointCloud.Of(
            [0, 1, 1, 0, 0, 3, 3, 0], [0, 0, 1, 1, 0, 0, 3, 3], [0, 0, 0, 0, 1, 1, 1, 1],
            [0, 1, 2, 0, 2, 3, 4, 5, 6, 4, 6, 7]);
        var (x, y, z) = Apply(new PointSampling(1_000, Normalise: false, Farthest: false, Surface: true), mesh);

        Assert.Equal(100, z.Count(v => v == 0), 2.0);
        Assert.Equal(1.5, x.Zip(z).Where(p => p.Second == 1).Average(p => (double)p.First), 0.1);
        Assert.All(x.Zip(y, z), p => Assert.True(p.First >= 0 && p.Second >= 0 && p.First <= (p.Third == 0 ? 1 : 3) && p.Second <= (p.Third == 0 ? 1 : 3)));
    }

    [Fact]
    public void Apply_SurfaceWithoutFaces_IsUnsupported()
    {
        var e = Assert.Throws<ItemException>(() => Apply(new PointSampling(4, true, true, Surface: true), PointCloud.Of([1], [2], [3])));
        Assert.Equal(ItemErrorCodes.Unsupported, e.Code);
    }

    private static double Radius((float[] X, float[] Y, float[] Z) points, int i) =>
        Math.Sqrt((double)points.X[i] * points.X[i] + (double)points.Y[i] * points.Y[i] + (double)points.Z[i] * points.Z[i]);

    private static (float[] X, float[] Y, float[] Z) Apply(PointSampling sampling, PointCloud cloud) =>
        sampling.Apply(cloud, TestContext.Current.CancellationToken);
}
