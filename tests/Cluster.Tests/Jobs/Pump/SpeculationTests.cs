namespace UniBind.Grid.Cluster.Tests;

public sealed class SpeculationTests
{
    private readonly FakeOutput _output = new(20);

    [Fact]
    public async Task Run_OneAttemptTakesMuchLonger_ASecondOneWinsAndTheFirstIsEnded()
    {
        var (slow, other) = (new FakeSilo("a", _output), new FakeSilo("b", _output));
        slow.Work = (lease, ct) => Task.Delay(lease.Attempt == 1 && slow.Leases.First() == lease ? Timeout.Infinite : 10, ct);
        var run = new PumpRun(_output, slow, other);
        run.Options.SpeculationAfter = TimeSpan.FromMilliseconds(200);
        await run.RunAsync();
        run.RequireWhole();
        Assert.Equal((1, 1, 1), (run.Tally.Attempts.Speculated, run.Tally.Attempts.SpeculatedWon, run.Tally.Attempts.Wasted));
        Assert.Equal(slow.Leases.First(), Assert.Single(slow.Ended));
    }

    [Fact]
    public async Task Run_AllAttemptsTakeTheSame_NoneIsDoubled()
    {
        var (a, b) = (new FakeSilo("a", _output) { Work = (_, ct) => Task.Delay(100, ct) }, new FakeSilo("b", _output) { Work = (_, ct) => Task.Delay(100, ct) });
        var run = new PumpRun(_output, a, b);
        run.Options.SpeculationAfter = TimeSpan.Zero;
        await run.RunAsync();
        run.RequireWhole();
        Assert.Equal(0, run.Tally.Attempts.Speculated);
        Assert.Equal(20, a.Leases.Count + b.Leases.Count);
    }
}
