namespace UniBind.Grid.Cluster.Tests;

public sealed class FaultTests
{
    private readonly FakeOutput _output = new(40);

    [Fact]
    public async Task Run_SiloFailsEverything_GetsProbesOnlyAndTheOtherDoesTheWork()
    {
        var broken = new FakeSilo("a", _output) { Work = (_, _) => throw new TimeoutException("no device") };
        var other = new FakeSilo("b", _output) { Work = (_, ct) => Task.Delay(50, ct) };
        var run = new PumpRun(_output, broken, other);
        await run.RunAsync();
        run.RequireWhole();
        // Its credits once, then one at a time after rests of a quarter of a second and more: far from the 40 shards that an eager pump would give it.
        Assert.InRange(broken.Leases.Count, 2, 12);
        Assert.All(_output.Parts.Values, lease => Assert.Contains(lease, other.Leases));
    }

    [Fact]
    public async Task Run_SiloRecovers_TakesPartAgainAfterItsProbe()
    {
        var flaky = new FakeSilo("a", _output);
        flaky.Work = (_, ct) => flaky.Leases.Count <= 5 ? throw new TimeoutException("warming up") : Task.Delay(5, ct);
        var run = new PumpRun(_output, flaky);
        await run.RunAsync();
        run.RequireWhole();
        Assert.True(run.Tally.Attempts.Failed >= 3);
    }

    [Fact]
    public async Task Run_StorageThrottles_IsTriedAgainWithoutBlamingTheSilo()
    {
        var silo = new FakeSilo("a", _output);
        silo.Work = (lease, ct) => lease is { Attempt: < 3, Shard.Id: "00000-0007" }
            ? throw new GridException("503 slow down") { IsTransient = true }
            : Task.Delay(5, ct);
        var run = new PumpRun(_output, silo);
        await run.RunAsync();
        run.RequireWhole();
        Assert.Equal(2, run.Tally.Attempts.Failed);
        Assert.Equal(42, silo.Leases.Count);
    }

    [Fact]
    public async Task Run_SiloRefuses_FailsAtOnce()
    {
        var silo = new FakeSilo("a", _output) { Work = (_, _) => throw new GridException("The pack is missing.") };
        var run = new PumpRun(_output, silo);
        var error = await Assert.ThrowsAsync<GridException>(run.RunAsync);
        Assert.Contains("pack is missing", error.Message);
        Assert.InRange(silo.Leases.Count, 1, 8);
    }

    [Fact]
    public async Task Run_ShardFailsEverywhere_FailsTheJobAfterSoManyTries()
    {
        var silo = new FakeSilo("a", _output);
        silo.Work = (lease, ct) => lease.Shard.Id == "00000-0003" ? throw new InvalidDataException("poison") : Task.Delay(1, ct);
        var run = new PumpRun(_output, silo);
        run.Options.BreakerFailures = 100;
        var error = await Assert.ThrowsAsync<GridException>(run.RunAsync);
        Assert.Contains("00000-0003 failed 5 times", error.Message);
        Assert.Contains("poison", error.Message);
    }
}
