using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using static UniBind.Grid.Grains.PumpMessage;

namespace UniBind.Grid.Grains;

/// <summary>
/// One run of a job: keeps every worker's credit window full with the shards that <see cref="JobFeeder"/> plans, until none is left or the
/// run is stopped. A shard that an earlier run committed is adopted by its worker, so a new run simply starts over.
/// </summary>
/// <remarks>
/// All of it runs in the turns of one job grain: a mailbox of events, one reader, no locks. A shard is open until the first success of any attempt at it,
/// which closes and counts it; everything that is heard of it later is ignored. Memory: the shards of <see cref="CoordinatorOptions.PagesAhead"/> pages.
/// </remarks>
internal sealed partial class JobPump
{
    private static readonly TimeSpan AbandonAfter = TimeSpan.FromSeconds(10);
    private readonly JobRun _run;
    private readonly WorkerPool _workers;
    private readonly JobTally _tally;
    private readonly CoordinatorOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Channel<PumpMessage> _mailbox = Channel.CreateUnbounded<PumpMessage>(new() { SingleReader = true });
    private readonly ShardQueue _queue;
    private readonly HashSet<LeasedAttempt> _leased = [];
    private readonly Stragglers _stragglers;
    private readonly Dictionary<string, OpenShard> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _openShardsOfPage = [];
    private readonly CopyGate _copies = new();
    private readonly HashSet<Task> _calls = [];
    private bool _planned;

    /// <summary>A run that has not begun.</summary>
    public JobPump(JobRun run, WorkerPool workers, JobTally tally, CoordinatorOptions options, ILogger logger, TimeProvider? time = null)
    {
        (_run, _workers, _tally, _options, _logger, _time) = (run, workers, tally, options, logger, time ?? TimeProvider.System);
        _queue = new ShardQueue(_time);
        _stragglers = new Stragglers(options);
        _lastCheck = _time.GetTimestamp();
    }

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
        _workers.Begin();
        _tally.Begin();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var feeder = new JobFeeder(_run, _workers, _tally, _options, _mailbox.Writer, _logger);
        using var membership = _workers.Watch((silo, gone) => _mailbox.Writer.TryWrite(gone ? new SiloLeft(silo) : new SiloLeaves(silo)));
        Task[] background = [feeder.RunAsync(stop.Token), RefreshWorkersAsync(stop.Token), AskWorkersAsync(stop.Token)];
        try
        {
            await DispatchAsync(feeder, stop.Token);
            await LetLosersEndAsync(stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            const ConfigureAwaitOptions quietly = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;
            await Task.WhenAll([.. background, .. _calls]).WaitAsync(AbandonAfter, CancellationToken.None).ConfigureAwait(quietly);
        }
    }

    private async Task DispatchAsync(JobFeeder feeder, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (ErrorLimit.IsExceeded(_run.Spec, _tally))
                throw ErrorLimit.Describe(_run, _tally);
            HandOut(cancellationToken);
            if (Stopped ? _leased.Count == 0 : _planned && _open.Count == 0)
                return;
            Take(await _mailbox.Reader.ReadAsync(cancellationToken), feeder, cancellationToken);
        }
    }

    private void Take(PumpMessage message, JobFeeder feeder, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case Tick:
                CheckLeases();
                SpeculateOnStragglers(cancellationToken);
                break;
            case PagePlanned { Page: var page }:
                Accept(page, feeder);
                break;
            case PlanningDone:
                _planned = true;
                break;
            case ShardDone done:
                Finish(done.Attempt, done.Report, feeder);
                break;
            case ShardFailed failed:
                Retry(failed.Attempt, failed.Cause);
                break;
            case Beat beat:
                Confirm(beat);
                break;
            case SiloLeft { Silo: var silo }:
                _workers.Forget(silo);
                Reassign(silo);
                break;
            case SiloLeaves { Silo: var silo }:
                _workers.Forget(silo);
                break;
            case Broken { Cause: var cause }:
                throw cause as GridException ?? new GridException($"The corpus could not be listed or planned: {cause.Message}", cause);
        }
    }

    private void HandOut(CancellationToken cancellationToken)
    {
        while (!Stopped && _queue.Peek() is { } shard && _workers.Freest(shard.Avoid) is { } worker)
        {
            _queue.Take();
            Lease(shard, worker, isSpeculative: false, cancellationToken);
        }
        _calls.RemoveWhere(call => call.IsCompleted);
    }

    private void Accept(PlannedPage page, JobFeeder feeder)
    {
        _tally.AddPlanned(page);
        if (page.Shards.Length == 0)
            feeder.PageFinished();
        else
            _openShardsOfPage[page.Index] = page.Shards.Length;
        foreach (var shard in page.Shards)
            _open.Add(shard.Id, new OpenShard(page.Index, shard));
        Enqueue(_copies.Accept(page));
    }

    private void Enqueue(IReadOnlyList<PlannedShard> shards)
    {
        foreach (var shard in shards)
            _queue.Add(_open[shard.Id]);
    }

    /// <summary>The first success of a shard counts, under whatever lease: also one that expired.</summary>
    private void Finish(LeasedAttempt attempt, ShardReport report, JobFeeder feeder)
    {
        Settle(attempt);
        attempt.Worker.Recover();
        // Rows that are only copied tell nothing about the device.
        if (!report.Adopted && attempt.Shard.Shard.Kind == ShardKind.Encode)
            attempt.Worker.Measure(report.Times.Wall);
        if (attempt.Shard.IsClosed)
            return;
        Close(attempt, report);
        if (--_openShardsOfPage[attempt.Shard.Page] > 0)
            return;
        _openShardsOfPage.Remove(attempt.Shard.Page);
        feeder.PageFinished();
    }

    private void Close(LeasedAttempt winner, ShardReport report)
    {
        var shard = winner.Shard;
        Trouble = null;
        shard.IsClosed = true;
        _open.Remove(shard.Shard.Id);
        Enqueue(_copies.Finish(shard.Page, shard.Shard));
        if (!report.Adopted && shard.Shard.Kind == ShardKind.Encode)
            _stragglers.Add(shard.Shard, report.Times.Wall);
        _tally.AddFinished(shard.Shard, report, winner.Worker.Info.Name);
        _tally.Attempts.SpeculatedWon += winner.IsSpeculative ? 1 : 0;
        foreach (var loser in shard.Calls.ToArray())
        {
            _tally.Attempts.Wasted += loser.IsAtWork ? 1 : 0;
            Withdraw(loser);
        }
    }

    /// <summary>A silo that is gone is not the shard's fault and costs it nothing; how long a job waits for silos is the pool's to say.</summary>
    private void Retry(LeasedAttempt attempt, Exception cause)
    {
        var stood = attempt.Stands;
        Settle(attempt);
        var shard = attempt.Shard;
        // What became of an attempt that was given up, or whose shard another one committed, changes nothing.
        if (!stood || shard.IsClosed)
            return;
        if (cause is GridException { IsTransient: false })
            throw cause;
        _tally.Attempts.Failed++;
        JobMetrics.Retried("failed");
        Trouble = $"A shard failed on silo '{attempt.Worker.Info.Name}' and is tried again: {cause.Message}";
        LogRetry(_logger, _run.JobId, shard.Shard.Id, attempt.Number, attempt.Worker.Info.Name, cause);
        if (cause is GridException)
        {
            if (++shard.Faults >= _options.MaxTransientAttempts)
                throw new GridException($"Shard {shard.Shard.Id} failed {shard.Faults} times as storage did not answer, and the job was stopped; resume it when it does: {cause.Message}", cause);
            Requeue(shard, RetryPolicy.Default.DelayAfter(shard.Faults));
            return;
        }
        attempt.Worker.Rest();
        // A silo that stops ends what it has in these ways.
        if (!TransientFaults.IsOfSilo(cause) && cause is not (OperationCanceledException or ObjectDisposedException))
            CountFailure(attempt, cause.Message, cause);
        shard.Avoid = attempt.Worker.Info.Silo;
        Requeue(shard, TimeSpan.Zero);
    }

    private void CountFailure(LeasedAttempt attempt, string why, Exception? cause)
    {
        if (++attempt.Shard.Failures >= _options.MaxAttempts)
            throw new GridException($"Shard {attempt.Shard.Shard.Id} failed {attempt.Shard.Failures} times, last on silo '{attempt.Worker.Info.Name}': {why}", cause!);
    }

    /// <summary>Back to those that wait, unless another attempt at it goes on.</summary>
    private void Requeue(OpenShard shard, TimeSpan pause)
    {
        if (shard.Leased.Count > 0)
            return;
        if (pause > TimeSpan.Zero)
            _queue.AddAfter(shard, pause);
        else
            _queue.AddFirst(shard);
    }

    [LoggerMessage(2, LogLevel.Warning, "Job {JobId}: shard {Shard}, attempt {Attempt} on silo {Silo} failed and will be tried again.")]
    private static partial void LogRetry(ILogger logger, string jobId, string shard, int attempt, string silo, Exception exception);
}
