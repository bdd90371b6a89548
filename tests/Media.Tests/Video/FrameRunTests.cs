namespace UniBind.Grid.Media.Tests;

public sealed class FrameRunTests
{
    // Ten minutes at 10 frames a second, a key frame every 5 s.
    private static readonly VideoIndex Index = new()
    {
        Width = 2,
        Height = 2,
        Times = [.. Enumerable.Range(0, 6_000).Select(i => i / 10.0)],
        KeyTimes = [.. Enumerable.Range(0, 120).Select(i => 5.0 * i)],
        Origin = 1.4,
        Duration = 600,
        Exact = true,
    };

    [Fact]
    public void Plan_LongGaps_ArePassedOverFromTheKeyFrame()
    {
        var runs = FrameRun.Plan(Index, [3, 12, 1_503, 1_520, 5_999], seekable: true);

        Assert.Equal([null, 150, 595], runs.Select(r => r.SeekTo));
        Assert.Equal([[3, 12], [1_503, 1_520], [5_999]], runs.Select(r => r.Frames));
    }

    [Fact]
    public void Plan_NotSeekable_IsOneRun() =>
        Assert.Equal([null], FrameRun.Plan(Index, [3, 5_999], seekable: false).Select(r => r.SeekTo));

    [Fact]
    public void Selection_FromTheBeginning_IsByNumber() =>
        Assert.Equal("eq(n,3)+eq(n,12)", new FrameRun(null, [3, 12]).Selection(Index));

    [Fact]
    public void Selection_AfterASeek_IsByTheContainersTime() =>
        Assert.Equal("between(t,151.660000,151.740000)", new FrameRun(150, [1_503]).Selection(Index));
}
