using UniBind.Grid.Corpora;
using UniBind.Grid.Grains;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class SuspectTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Begin_AttemptsThatEndInOrder_NeverMakeAShardASuspect()
    {
        for (var i = 0; i < 5; i++)
        {
            await using var trial = await BeginAsync();
            Assert.False(trial.IsSuspect);
        }
    }

    [Fact]
    public async Task Begin_TwoAttemptsThatNeverEnded_MakeTheShardASuspect()
    {
        Assert.False((await BeginAsync()).IsSuspect);
        Assert.False((await BeginAsync()).IsSuspect);
        Assert.True((await BeginAsync()).IsSuspect);
        Assert.False((await ShardTrial.BeginAsync(new AttemptMarkers(new JobFolder(_folder.Path), "00000-0002"), TestContext.Current.CancellationToken)).IsSuspect);
    }

    [Fact]
    public async Task TryEnter_StepThatWasNeverLeftTwice_IsConvictedAndNoOther()
    {
        for (var death = 0; death < ShardTrial.Deaths; death++)
        {
            var died = await BeginAsync();
            Assert.True(await died.TryEnterAsync("d1", TestContext.Current.CancellationToken));
            await died.LeaveAsync();
            Assert.True(await died.TryEnterAsync("d2", TestContext.Current.CancellationToken));
        }
        await using var trial = await BeginAsync();
        Assert.True(trial.IsSuspect);
        Assert.True(await trial.TryEnterAsync("d1", TestContext.Current.CancellationToken));
        await trial.LeaveAsync();
        Assert.False(await trial.TryEnterAsync("d2", TestContext.Current.CancellationToken));
        Assert.True(await trial.TryEnterAsync("d3", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keep_AttemptThatCostAThread_CountsAsADeath()
    {
        for (var i = 0; i < ShardTrial.Deaths; i++)
        {
            await using var hung = await BeginAsync();
            hung.Keep();
        }
        Assert.True((await BeginAsync()).IsSuspect);
    }

    [Fact]
    public async Task Gate_Suspect_WaitsForTheOthersAndIsAlone()
    {
        var gate = new SuspectGate();
        var first = await gate.EnterAsync(false, TestContext.Current.CancellationToken);
        var second = await gate.EnterAsync(false, TestContext.Current.CancellationToken);
        var suspect = gate.EnterAsync(true, TestContext.Current.CancellationToken);
        var behind = gate.EnterAsync(false, TestContext.Current.CancellationToken);
        first.Dispose();
        Assert.False(suspect.IsCompleted || behind.IsCompleted);
        second.Dispose();
        var alone = await suspect;
        Assert.False(behind.IsCompleted);
        alone.Dispose();
        (await behind).Dispose();
    }

    [Fact]
    public async Task Gate_CancelledSuspect_LetsTheOthersGoOn()
    {
        var gate = new SuspectGate();
        using var first = await gate.EnterAsync(false, TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();
        var suspect = gate.EnterAsync(true, cancel.Token);
        var behind = gate.EnterAsync(false, TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => suspect);
        (await behind).Dispose();
    }

    private Task<ShardTrial> BeginAsync() =>
        ShardTrial.BeginAsync(new AttemptMarkers(new JobFolder(_folder.Path), "00000-0001"), TestContext.Current.CancellationToken);
}
