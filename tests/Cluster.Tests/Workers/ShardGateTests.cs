using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

public sealed class ShardGateTests
{
    private readonly ManualTime _time = new();
    private readonly List<(string Job, Task<IDisposable> Turn)> _open = [];

    [Fact]
    public async Task Enter_TwoJobsOfUnequalShards_ShareTheTimeEvenly()
    {
        var gate = new ShardGate(1, _time);
        Queue(gate, "long", JobPriority.Normal, 50);
        Queue(gate, "short", JobPriority.Normal, 200);
        var used = await RunAsync(120, job => job == "long" ? 4 : 1);
        Assert.InRange(used["long"] / used["short"], 0.9, 1.1);
    }

    [Fact]
    public async Task Enter_HighPriorityComesLater_OvertakesAndNobodyStarves()
    {
        var gate = new ShardGate(1, _time);
        Queue(gate, "normal", JobPriority.Normal, 100);
        Queue(gate, "low", JobPriority.Low, 100);
        await RunAsync(20, _ => 1);
        Queue(gate, "high", JobPriority.High, 100);
        var used = await RunAsync(84, _ => 1);
        Assert.InRange(used["high"], 55, 70);
        Assert.InRange(used["normal"], 10, 22);
        Assert.InRange(used["low"], 2, 8);
    }

    [Fact]
    public async Task Enter_JobThatWasIdle_HasNotSavedUp()
    {
        var gate = new ShardGate(1, _time);
        Queue(gate, "early", JobPriority.Normal, 300);
        await RunAsync(100, _ => 1);
        Queue(gate, "late", JobPriority.Normal, 300);
        var used = await RunAsync(40, _ => 1);
        Assert.InRange(used["late"], 17, 23);
    }

    [Fact]
    public async Task Enter_GivenUpWhileWaiting_LeavesTheQueue()
    {
        var gate = new ShardGate(1, _time);
        using var first = await gate.EnterAsync("a", JobPriority.Normal, TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource();
        var waiting = gate.EnterAsync("a", JobPriority.Normal, stop.Token);
        Assert.Equal(1, gate.Waiting);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, gate.Waiting);
    }

    [Fact]
    public async Task Enter_TooManyWait_IsRefusedAsTransient()
    {
        var gate = new ShardGate(1, _time);
        using var stop = new CancellationTokenSource();
        _ = await gate.EnterAsync("a", JobPriority.Normal, TestContext.Current.CancellationToken);
        for (var i = 0; i < ShardGate.MaxWaiting; i++)
            _ = gate.EnterAsync("a", JobPriority.Normal, stop.Token);
        var error = await Assert.ThrowsAsync<GridException>(() => gate.EnterAsync("b", JobPriority.High, TestContext.Current.CancellationToken));
        Assert.True(error.IsTransient);
        await stop.CancelAsync();
    }

    private void Queue(ShardGate gate, string job, JobPriority priority, int shards)
    {
        for (var i = 0; i < shards; i++)
            _open.Add((job, gate.EnterAsync(job, priority, TestContext.Current.CancellationToken)));
    }

    /// <summary>Lets shards have their turns, each as long as its job's are, and returns the seconds that each job had.</summary>
    private async Task<Dictionary<string, double>> RunAsync(int shards, Func<string, double> seconds)
    {
        var used = new Dictionary<string, double>();
        for (var i = 0; i < shards; i++)
        {
            await Task.WhenAny(_open.Select(o => o.Turn));
            var (job, turn) = _open.First(o => o.Turn.IsCompletedSuccessfully);
            _open.Remove((job, turn));
            _time.Advance(TimeSpan.FromSeconds(seconds(job)));
            used[job] = used.GetValueOrDefault(job) + seconds(job);
            (await turn).Dispose();
        }
        return used;
    }
}
