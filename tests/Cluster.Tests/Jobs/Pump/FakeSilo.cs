using System.Collections.Concurrent;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>An encoder silo made of delegates: what its shards do, and whether it answers at all, is the test's to say.</summary>
internal sealed class FakeSilo(string name, FakeOutput output, int credits = 2) : IWorkerGrain
{
    private readonly ConcurrentDictionary<(string Shard, int Attempt), AttemptStatus> _attempts = new();
    private TaskCompletionSource _thaw = Done();

    public string Name { get; } = name;

    /// <summary>The leases that it got.</summary>
    public ConcurrentQueue<ShardLease> Leases { get; } = new();

    /// <summary>The leases that were ended by their coordinator.</summary>
    public ConcurrentQueue<ShardLease> Ended { get; } = new();

    /// <summary>What a shard does before it commits.</summary>
    public Func<ShardLease, CancellationToken, Task> Work { get; set; } = (_, ct) => Task.Delay(5, ct);

    /// <summary>Steps that attempts report; null for ever more.</summary>
    public long? Steps { get; set; }

    /// <summary>Throws for heartbeats while the calls go on.</summary>
    public bool IsDeaf { get; set; }

    public void Freeze() => _thaw = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => _thaw.TrySetResult();

    public WorkerInfo Info => new()
    {
        Silo = Name,
        Name = Name,
        Device = "cpu",
        Credits = credits,
        DecodeThreads = 1,
        Encoders = [new EncoderInfo { Pack = "p", PackSha256 = "sha", Modality = Modality.Text, Dimension = 8, Sha256 = "e" }],
    };

    public async Task<WorkerInfo> DescribeAsync()
    {
        await _thaw.Task;
        return Info;
    }

    public async IAsyncEnumerable<ListedPage> ListAsync(JobRun run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await _thaw.Task.WaitAsync(cancellationToken);
        yield return new ListedPage(0, output.Shards.Length * FakeOutput.Items, 0);
    }

    public async Task<PlannedPage> PlanPageAsync(JobRun run, int page, CancellationToken cancellationToken = default)
    {
        await _thaw.Task.WaitAsync(cancellationToken);
        return new PlannedPage(page, output.Shards, 0, 0);
    }

    public async Task<ShardReport> RunShardAsync(ShardLease lease, CancellationToken cancellationToken = default)
    {
        Leases.Enqueue(lease);
        var key = (lease.Shard.Id, lease.Attempt);
        _attempts[key] = new AttemptStatus(lease.Shard.Id, lease.Attempt, true, 0);
        var began = DateTime.UtcNow;
        try
        {
            await Work(lease, cancellationToken);
            await _thaw.Task;
            return output.Commit(lease, DateTime.UtcNow - began);
        }
        catch (OperationCanceledException)
        {
            Ended.Enqueue(lease);
            throw;
        }
        finally
        {
            _attempts.TryRemove(key, out _);
        }
    }

    public async Task<WorkerHeartbeat> HeartbeatAsync(string jobId, long epoch)
    {
        await _thaw.Task;
        if (IsDeaf)
            throw new TimeoutException("deaf");
        return new WorkerHeartbeat([.. _attempts.Values.Select(a => a with { Steps = Steps ?? DateTime.UtcNow.Ticks })], null);
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
