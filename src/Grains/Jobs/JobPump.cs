using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Grains;

/// <summary>
/// One run of a job: lists the corpus, plans its pages and keeps every worker's credit window full, until no shard is left or
/// the run is stopped. A shard that an earlier run committed is adopted by its worker, so a new run simply starts over.
/// </summary>
/// <remarks>All of it runs in the turns of one job grain: a mailbox of events, one reader, no locks.</remarks>
internal sealed partial class JobPump(JobRun run, WorkerPool workers, JobTally tally, CoordinatorOptions options, ILogger logger)
{
    private readonly Channel<Message> _mailbox = Channel.CreateUnbounded<Message>(new() { SingleReader = true });
    private readonly Queue<Assignment> _waiting = new();
    private readonly Dictionary<int, int> _openShardsOfPage = [];
    private readonly SemaphoreSlim _pageCredits = new(options.PagesAhead);
    private bool _planned;
    private bool _stopping;
    private int _inFlight;
    private int _turn;

    /// <summary>True once the run hands out nothing more because it was asked to stop.</summary>
    public bool Stopped => _stopping;

    /// <summary>Hands out nothing more; <see cref="RunAsync"/> ends when the shards at work have ended.</summary>
    public void Stop()
    {
        _stopping = true;
        _mailbox.Writer.TryWrite(new Message.Tick());
    }

    /// <summary>Runs to the end, or until stopped.</summary>
    /// <exception cref="GridException">The job cannot go on: no worker, a worker that refuses, or a shard that failed too often.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] feeders = [ListAndPlanAsync(stop.Token), RefreshWorkersAsync(stop.Token)];
        try
        {
            await DispatchAsync(stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(feeders).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task DispatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            HandOut(cancellationToken);
            if (_inFlight == 0 && (_stopping || (_planned && _waiting.Count == 0)))
                return;
            var message = await _mailbox.Reader.ReadAsync(cancellationToken);
            switch (message)
            {
                case Message.PagePlanned { Page: var page }:
                    Accept(page);
                    break;
                case Message.PlanningDone:
                    _planned = true;
                    break;
                case Message.ShardDone { Work: var work, Report: var report, Worker: var worker }:
                    Return(worker);
                    tally.AddFinished(work.Shard, report, worker.Info.Name);
                    CloseShard(work.Page);
                    break;
                case Message.ShardFailed failed:
                    Return(failed.Worker);
                    Retry(failed);
                    break;
                case Message.Broken { Cause: var cause }:
                    throw cause as GridException ?? new GridException($"The corpus could not be listed or planned: {cause.Message}", cause);
            }
        }
    }

    private void HandOut(CancellationToken cancellationToken)
    {
        while (!_stopping && _waiting.Count > 0 && workers.Freest() is { } worker)
        {
            var work = _waiting.Dequeue();
            worker.InFlight++;
            _inFlight++;
            RunShardAsync(worker, work, cancellationToken).Ignore();
        }
    }

    private async Task RunShardAsync(WorkerPool.Worker worker, Assignment work, CancellationToken cancellationToken)
    {
        try
        {
            var report = await worker.Grain.RunShardAsync(new ShardLease(run, work.Shard, work.Attempt), cancellationToken);
            _mailbox.Writer.TryWrite(new Message.ShardDone(worker, work, report));
        }
        catch (Exception e)
        {
            _mailbox.Writer.TryWrite(new Message.ShardFailed(worker, work, e));
        }
    }

    private void Accept(PlannedPage page)
    {
        tally.AddPlanned(page);
        if (page.Shards.Length == 0)
            _pageCredits.Release();
        else
            _openShardsOfPage[page.Index] = page.Shards.Length;
        foreach (var shard in page.Shards)
            _waiting.Enqueue(new Assignment(page.Index, shard, Attempt: 1));
    }

    private void CloseShard(int page)
    {
        if (--_openShardsOfPage[page] > 0)
            return;
        _openShardsOfPage.Remove(page);
        _pageCredits.Release();
    }

    private void Return(WorkerPool.Worker worker)
    {
        worker.InFlight--;
        _inFlight--;
    }

    private void Retry(Message.ShardFailed failed)
    {
        var (worker, work, cause) = failed;
        if (cause is GridException refused)
            throw refused;
        if (work.Attempt >= options.MaxAttempts)
            throw new GridException($"Shard {work.Shard.Id} failed {work.Attempt} times, last on silo '{worker.Info.Name}': {cause.Message}", cause);
        LogRetry(logger, run.JobId, work.Shard.Id, work.Attempt, worker.Info.Name, cause);
        _waiting.Enqueue(work with { Attempt = work.Attempt + 1 });
    }

    private async Task ListAndPlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            var pages = Channel.CreateUnbounded<ListedPage>();
            var listing = ListAsync(pages.Writer, cancellationToken);
            var planning = new List<Task>();
            await foreach (var page in pages.Reader.ReadAllAsync(cancellationToken))
            {
                await _pageCredits.WaitAsync(cancellationToken);
                planning.RemoveAll(p => p.IsCompletedSuccessfully);
                planning.Add(PlanAsync(page.Index, cancellationToken));
            }
            await listing;
            await Task.WhenAll(planning);
            _mailbox.Writer.TryWrite(new Message.PlanningDone());
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _mailbox.Writer.TryWrite(new Message.Broken(e));
        }
    }

    private async Task ListAsync(ChannelWriter<ListedPage> pages, CancellationToken cancellationToken)
    {
        var next = 0;
        try
        {
            await RetryAsync(async () =>
            {
                await foreach (var page in workers.Next(_turn++).Grain.ListAsync(run, cancellationToken))
                {
                    // After a worker was lost, the next one begins with the pages that are frozen already.
                    if (page.Index < next)
                        continue;
                    next = page.Index + 1;
                    tally.AddListed(page.Rows);
                    pages.TryWrite(page);
                }
            }, cancellationToken);
            tally.ListingComplete = true;
            pages.Complete();
        }
        catch (Exception e)
        {
            pages.Complete(e);
        }
    }

    private async Task PlanAsync(int page, CancellationToken cancellationToken)
    {
        PlannedPage? planned = null;
        await RetryAsync(async () => planned = await workers.Next(_turn++).Grain.PlanPageAsync(run, page, cancellationToken), cancellationToken);
        _mailbox.Writer.TryWrite(new Message.PagePlanned(planned!));
    }

    private async Task RetryAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception e) when (attempt < options.MaxAttempts && TransientFaults.IsTransient(e))
            {
                LogWorkerLost(logger, run.JobId, attempt, e);
                await Task.Delay(options.WorkerRefresh, cancellationToken);
            }
        }
    }

    private async Task RefreshWorkersAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(options.WorkerRefresh, cancellationToken);
            await workers.RefreshAsync();
            _mailbox.Writer.TryWrite(new Message.Tick());
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Job {JobId}: shard {Shard}, attempt {Attempt} on silo {Silo} failed and will be tried again.")]
    private static partial void LogRetry(ILogger logger, string jobId, string shard, int attempt, string silo, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "Job {JobId}: a worker was lost while listing or planning (attempt {Attempt}).")]
    private static partial void LogWorkerLost(ILogger logger, string jobId, int attempt, Exception exception);

    private sealed record Assignment(int Page, PlannedShard Shard, int Attempt);

    private abstract record Message
    {
        public sealed record Tick : Message;

        public sealed record PagePlanned(PlannedPage Page) : Message;

        public sealed record PlanningDone : Message;

        public sealed record ShardDone(WorkerPool.Worker Worker, Assignment Work, ShardReport Report) : Message;

        public sealed record ShardFailed(WorkerPool.Worker Worker, Assignment Work, Exception Cause) : Message;

        public sealed record Broken(Exception Cause) : Message;
    }
}
