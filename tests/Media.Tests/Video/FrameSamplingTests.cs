namespace UniBind.Grid.Media.Tests;

public sealed class FrameSamplingTests
{
    /// <summary>pytorchvideo's rule for constant rates: the frames from <c>ceil(fps start)</c> to <c>min(ceil(fps end), n) - 1</c>.</summary>
    [Theory]
    [InlineData(300, 30)]
    [InlineData(250, 25)]
    [InlineData(247, 29.97)]
    [InlineData(61, 23.976)]
    [InlineData(10, 10)]
    [InlineData(3, 1)]
    public void ClipEnds_ConstantRate_EqualsTheOriginalsIndices(int frames, double rate)
    {
        using var timeline = FakeTimeline.Constant(frames, rate);

        var ends = FrameSampling.ClipEnds(timeline, 5, 2);

        for (var clip = 0; clip < 5; clip++)
        {
            var start = clip * Math.Max(frames / rate - 2, 0) / 4;
            Assert.Equal((int)Math.Ceiling(rate * start - 1e-5), ends[2 * clip]);
            Assert.Equal(Math.Min((int)Math.Ceiling(rate * (start + 2) - 1e-5), frames) - 1, ends[2 * clip + 1]);
        }
    }

    [Fact]
    public void ClipEnds_StillPicture_TakesWhatIsShown()
    {
        // Two pictures in ten seconds: most clips see no frame begin.
        using var timeline = new FakeTimeline([0, 5], 10);

        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 1, 1], FrameSampling.ClipEnds(timeline, 5, 2));
    }

    [Fact]
    public void ClipEnds_OneFrame_RepeatsIt()
    {
        using var timeline = new FakeTimeline([0], 0);

        Assert.All(FrameSampling.ClipEnds(timeline, 5, 2), frame => Assert.Equal(0, frame));
    }

    [Fact]
    public void Even_ConstantRate_TakesTheMiddlesOfEqualParts()
    {
        using var timeline = FakeTimeline.Constant(80, 10);

        Assert.Equal([5, 15, 25, 35, 45, 55, 65, 75], FrameSampling.Even(timeline, 8));
    }

    [Fact]
    public void Even_FewerFramesThanWanted_RepeatsThem()
    {
        using var timeline = FakeTimeline.Constant(2, 10);

        Assert.Equal([0, 0, 1, 1], FrameSampling.Even(timeline, 4));
    }

    [Fact]
    public void Even_UnequalTimes_GoesByTimeNotByNumber()
    {
        using var timeline = new FakeTimeline([0, 0.1, 0.2, 0.3], 8);

        Assert.Equal([3, 3], FrameSampling.Even(timeline, 2));
    }

    [Fact]
    public void ReadEach_RepeatsInAnyOrder_ReadsEachFrameOnceRising()
    {
        using var timeline = FakeTimeline.Constant(10, 1);
        var seen = new int[5];

        FrameReader.ReadEach(timeline, [7, 2, 7, 0, 2], (slot, rgb) => seen[slot] = rgb[0], TestContext.Current.CancellationToken);

        Assert.Equal([7, 2, 7, 0, 2], seen);
        Assert.Equal([0, 2, 7], timeline.Reads);
    }
}
