namespace UniBind.Grid.Cluster.Tests;

public sealed class LeaseTests
{
    private readonly FakeOutput _output = new(20);

    [Fact]
    public async Task Run_SiloFreezesAndComesBack_OthersTakeItsShardsAndNothingIsCountedTwice()
    {
        var (frozen, other) = (new FakeSilo("a", _output), new FakeSilo("b", _output));
        var run = new PumpRun(_output, frozen, other);
        frozen.Work = (_, ct) =>
        {
            frozen.Freeze();
            return Task.CompletedTask;
        };
        other.Work = async (_, ct) =>
        {
            await Task.Delay(20, ct);
            // Late in the run the zombies wake up, and commit what others have committed.
            if (_output.Parts.Count >= 18)
                frozen.Thaw();
        };
        await run.RunAsync();
        run.RequireWhole();
        Assert.InRange(run.Tally.Attempts.Expired, 1, 8);
        Assert.Equal(20, other.Leases.Select(l => l.Shard.Id).Distinct().Count());
    }

    [Fact]
    public async Task Run_ExpiredLeaseSucceedsFirst_IsAcceptedOnce()
    {
        var two = new FakeOutput(2);
        var deaf = new FakeSilo("a", two, credits: 1) { IsDeaf = true, Work = (_, ct) => Task.Delay(900, ct) };
        var stuck = new FakeSilo("b", two, credits: 1);
        // The other silo does nothing but its own first shard, and that only when the deaf one has succeeded, long after its lease expired.
        stuck.Work = async (lease, ct) =>
        {
            while (two.Parts.IsEmpty)
                await Task.Delay(10, ct);
        };
        var run = new PumpRun(two, deaf, stuck);
        await run.RunAsync();
        run.RequireWhole();
        Assert.Equal(1, run.Tally.Attempts.Expired);
        Assert.Contains(two.Parts.Values, lease => deaf.Leases.Contains(lease));
    }

    [Fact]
    public async Task Run_AttemptStandsStill_IsEndedAndGivenToAnotherSilo()
    {
        var (stuck, other) = (new FakeSilo("a", _output) { Steps = 7, Work = (_, ct) => Task.Delay(Timeout.Infinite, ct) }, new FakeSilo("b", _output));
        var run = new PumpRun(_output, stuck, other);
        run.Options.StallTimeout = TimeSpan.FromMilliseconds(300);
        await run.RunAsync();
        run.RequireWhole();
        Assert.True(run.Tally.Attempts.Stalled > 0);
        Assert.Equal(0, run.Tally.Attempts.Expired);
        Assert.All(_output.Parts.Values, lease => Assert.Contains(lease, other.Leases));
        Assert.NotEmpty(stuck.Ended);
    }

    [Fact]
    public async Task Run_AttemptMovesSlowly_IsLeftAlone()
    {
        var slow = new FakeSilo("a", _output) { Work = (_, ct) => Task.Delay(600, ct) };
        var run = new PumpRun(_output, slow);
        run.Options.StallTimeout = TimeSpan.FromMilliseconds(200);
        await run.RunAsync();
        run.RequireWhole();
        Assert.Equal((0, 0), (run.Tally.Attempts.Stalled, run.Tally.Attempts.Expired));
        Assert.Equal(20, slow.Leases.Count);
    }

    [Fact]
    public async Task Run_MembershipSaysSiloIsGone_ItsShardsAreReassignedBeforeTheLeaseEnds()
    {
        var (dead, other) = (new FakeSilo("a", _output) { Work = (_, ct) => Task.Delay(Timeout.Infinite, ct) }, new FakeSilo("b", _output));
        var run = new PumpRun(_output, dead, other);
        run.Options.LeaseDuration = TimeSpan.FromSeconds(60);
        other.Work = async (_, ct) =>
        {
            await Task.Delay(5, ct);
            if (_output.Parts.Count == 5 && dead.Leases.Count > 0)
                run.Lose(dead);
        };
        await run.RunAsync();
        run.RequireWhole();
        Assert.True(run.Tally.Attempts.Lost > 0);
        Assert.Equal(0, run.Tally.Attempts.Expired);
    }
}
