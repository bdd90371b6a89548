using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using static UniBind.Grid.Grains.PumpMessage;

namespace UniBind.Grid.Grains;

/// <summary>
/// One run of a job: keeps every worker's credit window full with the shards that <see cref="JobFeeder"/> plans, until none is left or the
/// run is stopped. A shard that an earlier run committed is adopted by its worker, so a new run simply starts over.
/// </summary>
/// <remarks>All of it runs in the turns of one job grain: a mailbox of events, one reader, no locks.</remarks>
internal sealed partial class JobPump(JobRun run, WorkerPool workers, JobTally tally, CoordinatorOptions options, ILogger logger)
{
    private static readonly TimeSpan AbandonAfter = TimeSpan.FromSeconds(10);
    private readonly Channel<PumpMessage> _mailbox = Channel.CreateUnbounded<PumpMessage>(new() { SingleReader = true });
    private readonly Queue<Assignment> _waiting = new();
    private readonly HashSet<Task> _inFlight = [];
    private readonly Dictionary<int, int> _openShardsOfPage = [];
    private readonly CopyGate _copies = new();
    private bool _planned;

    // Shards whose outcome was not read from the mailbox yet: an attempt that has ended may still have its message there.
    private int _open;

    /// <summary>True once the run was asked to stop and hands out nothing more.</summary>
    public bool Stopped { get; private set; }

    /// <summary>What went wrong last and is being tried again, or null.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Hands out nothing more; <see cref="RunAsync"/> ends when the shards at work have ended.</summary>
    public void Stop()
    {
        Stopped = true;
        _mailbox.Writer.TryWrite(new Tick());
    }

    /// <summary>Runs to the end, or until stopped.</summary>
    /// <exception cref="GridException">The job cannot go on: no worker, a worker that refuses, or a shard that failed too often.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; shards at work were told and are given seconds to end.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var feeder = new JobFeeder(run, workers, tally, options, _mailbox.Writer, logger);
        Task[] background = [feeder.RunAsync(stop.Token), RefreshWorkersAsync(stop.Token)];
        try
        {
            await DispatchAsync(feeder, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            const ConfigureAwaitOptions quietly = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;
            await Task.WhenAll([.. background, .. _inFlight]).WaitAsync(AbandonAfter, CancellationToken.None).ConfigureAwait(quietly);
        }
    }

    private async Task DispatchAsync(JobFeeder feeder, CancellationToken cancellationToken)
    {
        while (true)
        {
            HandOut(cancellationToken);
            if (_open == 0 && (Stopped || (_planned && _waiting.Count == 0)))
                return;
            switch (await _mailbox.Reader.ReadAsync(cancellationToken))
            {
                case PagePlanned { Page: var page }:
                    Accept(page, feeder);
                    break;
                case PlanningDone:
                    _planned = true;
                    break;
                case ShardDone done:
                    _open--;
                    done.Worker.Recover();
                    Trouble = null;
                    tally.AddFinished(done.Work.Shard, done.Report, done.Worker.Info.Name);
                    Enqueue(_copies.Finish(done.Work.Page, done.Work.Shard));
                    Close(done.Work.Page, feeder);
                    break;
                case ShardFailed failed:
                    _open--;
                    Retry(failed);
                    break;
                case Broken { Cause: var cause }:
                    throw cause as GridException ?? new GridException($"The corpus could not be listed or planned: {cause.Message}", cause);
            }
        }
    }

    private void HandOut(CancellationToken cancellationToken)
    {
        while (!Stopped && _waiting.Count > 0 && workers.Freest() is { } worker)
        {
            _open++;
            var attempt = RunShardAsync(worker, _waiting.Dequeue(), cancellationToken);
            if (!attempt.IsCompleted)
                _inFlight.Add(attempt);
        }
        _inFlight.RemoveWhere(attempt => attempt.IsCompleted);
    }

    private async Task RunShardAsync(PooledWorker worker, Assignment work, CancellationToken cancellationToken)
    {
        worker.InFlight++;
        PumpMessage outcome;
        try
        {
            var report = await worker.Grain.RunShardAsync(new ShardLease(run, work.Shard, work.Attempt), cancellationToken);
            outcome = new ShardDone(worker, work, report);
        }
        catch (Exception e)
        {
            outcome = new ShardFailed(worker, work, e);
        }
        worker.InFlight--;
        _mailbox.Writer.TryWrite(outcome);
    }

    private void Accept(PlannedPage page, JobFeeder feeder)
    {
        tally.AddPlanned(page);
        if (page.Shards.Length == 0)
            feeder.PageFinished();
        else
            _openShardsOfPage[page.Index] = page.Shards.Length;
        Enqueue(_copies.Accept(page));
    }

    private void Enqueue(IReadOnlyList<(int Page, PlannedShard Shard)> shards)
    {
        foreach (var (page, shard) in shards)
            _waiting.Enqueue(new Assignment(page, shard, Attempt: 1, Failures: 0));
    }

    private void Close(int page, JobFeeder feeder)
    {
        if (--_openShardsOfPage[page] > 0)
            return;
        _openShardsOfPage.Remove(page);
        feeder.PageFinished();
    }

    /// <summary>A silo that is gone is not the shard's fault and costs it nothing; how long a job waits for silos is the pool's to say.</summary>
    private void Retry(ShardFailed failed)
    {
        var (worker, work, cause) = failed;
        if (cause is GridException { IsTransient: false } refused)
            throw refused;
        var transient = TransientFaults.IsTransient(cause);
        if (transient)
            worker.Rest();
        var failures = work.Failures + (transient ? 0 : 1);
        if (failures >= options.MaxAttempts)
            throw new GridException($"Shard {work.Shard.Id} failed {failures} times, last on silo '{worker.Info.Name}': {cause.Message}", cause);
        Trouble = $"A shard failed on silo '{worker.Info.Name}' and is tried again: {cause.Message}";
        LogRetry(logger, run.JobId, work.Shard.Id, work.Attempt, worker.Info.Name, cause);
        _waiting.Enqueue(work with { Attempt = work.Attempt + 1, Failures = failures });
    }

    private async Task RefreshWorkersAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await workers.RefreshAsync();
                _mailbox.Writer.TryWrite(new Tick());
                await Task.Delay(workers.All.Count == 0 ? options.WorkerRefresh / 10 : options.WorkerRefresh, cancellationToken);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _mailbox.Writer.TryWrite(new Broken(e));
        }
    }

    [LoggerMessage(2, LogLevel.Warning, "Job {JobId}: shard {Shard}, attempt {Attempt} on silo {Silo} failed and will be tried again.")]
    private static partial void LogRetry(ILogger logger, string jobId, string shard, int attempt, string silo, Exception exception);
}
