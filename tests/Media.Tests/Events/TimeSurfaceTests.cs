namespace UniBind.Grid.Media.Tests;

public sealed class TimeSurfaceTests
{
    [Fact]
    public void Render_LastEventOfEachCell_DecaysToTheEndOfItsBin()
    {
        // Duration 1000, two bins with their ends at 500 and 1000, time constant 500.
        var planes = Render(new TimeSurface(2, 34, 0.5), (0, 0, true, 0), (1, 0, false, 250), (0, 0, true, 300), (2, 0, true, 1_000));

        Assert.Equal(0, planes[0, 0, 0]);
        Assert.Equal(Math.Exp(-250 / 500.0), planes[0, 0, 1], 1e-6);
        Assert.Equal(Math.Exp(-750 / 500.0), planes[1, 0, 1], 1e-6);
        Assert.Equal(Math.Exp(-200 / 500.0), planes[2, 0, 0], 1e-6);
        Assert.Equal(Math.Exp(-700 / 500.0), planes[3, 0, 0], 1e-6);
        Assert.Equal(0, planes[2, 0, 2]);
        Assert.Equal(1, planes[3, 0, 2]);
    }

    [Fact]
    public void Render_LargerGrid_RepeatsPixelsWithoutHoles()
    {
        var all = Enumerable.Range(0, 34 * 34).Select(i => (i % 34, i / 34, true, (long)i)).ToArray();
        var planes = Render(new TimeSurface(1, 64, 1), all);

        for (var y = 0; y < 64; y++)
            for (var x = 0; x < 64; x++)
            {
                Assert.Equal(0, planes[0, y, x]);
                var time = y * 34 / 64 * 34 + x * 34 / 64;
                Assert.Equal(Math.Exp((time - 1_155) / 1_155.0), planes[1, y, x], 1e-6);
            }
    }

    [Fact]
    public void Render_SmallerGrid_KeepsTheLastEventOfEachBlock()
    {
        var planes = Render(new TimeSurface(1, 17, 1), (0, 0, true, 0), (1, 1, true, 50), (33, 33, true, 100));
        Assert.Equal(Math.Exp(-0.5), planes[1, 0, 0], 1e-6);
        Assert.Equal(1, planes[1, 16, 16]);
        Assert.Equal(0, planes[1, 8, 8]);
    }

    [Fact]
    public void Render_AllEventsAtOnce_AreOne()
    {
        var planes = Render(new TimeSurface(3, 34, 0.25), (4, 4, true, 77), (5, 5, false, 77));
        for (var bin = 0; bin < 3; bin++)
            Assert.Equal((1f, 1f), (planes[bin, 5, 5], planes[3 + bin, 4, 4]));
    }

    private static float[,,] Render(TimeSurface surface, params (int X, int Y, bool Positive, long Time)[] events)
    {
        var recording = Recordings.Decode(Recordings.NMnist(events), MediaFormat.NMnistBin);
        var planes = surface.Render(recording, TestContext.Current.CancellationToken);
        var cube = new float[2 * surface.Bins, surface.Size, surface.Size];
        Buffer.BlockCopy(planes, 0, cube, 0, planes.Length * sizeof(float));
        return cube;
    }
}
