using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Grains;

/// <summary>Lists and plans a job's corpus through its workers, a few pages ahead of the shards that run.</summary>
/// <remarks>Used from one grain's turns only; not thread-safe.</remarks>
internal sealed partial class JobFeeder(
    JobRun run, WorkerPool workers, JobTally tally, CoordinatorOptions options, ChannelWriter<PumpMessage> mailbox, ILogger logger) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private readonly SemaphoreSlim _pageCredits = new(options.PagesAhead);
    private int _turn;

    /// <summary>The shards of a page are all committed: another page may be planned.</summary>
    public void PageFinished() => _pageCredits.Release();

    /// <summary>Feeds the mailbox until every page is planned, or says in it what broke.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pages = Channel.CreateUnbounded<ListedPage>();
        var listing = ListAsync(pages.Writer, cancellationToken);
        var planning = new List<Task>();
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(cancellationToken))
            {
                await _pageCredits.WaitAsync(cancellationToken);
                planning.RemoveAll(p => p.IsCompleted);
                planning.Add(PlanAsync(page.Index, cancellationToken));
            }
            await Task.WhenAll(planning);
            mailbox.TryWrite(new PumpMessage.PlanningDone());
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            mailbox.TryWrite(new PumpMessage.Broken(e));
        }
        finally
        {
            await Task.WhenAll([listing, .. planning]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pageCredits.Dispose();

    private async Task ListAsync(ChannelWriter<ListedPage> pages, CancellationToken cancellationToken)
    {
        var next = 0;
        try
        {
            await OnAnyWorkerAsync(async worker =>
            {
                await foreach (var page in worker.ListAsync(run, cancellationToken))
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
        try
        {
            PlannedPage? planned = null;
            await OnAnyWorkerAsync(async worker => planned = await worker.PlanPageAsync(run, page, cancellationToken), cancellationToken);
            mailbox.TryWrite(new PumpMessage.PagePlanned(planned!));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            mailbox.TryWrite(new PumpMessage.Broken(e));
        }
    }

    /// <summary>Does a step on one worker after the other until it succeeds. Steps are idempotent: what is frozen or planned stays.</summary>
    private async Task OnAnyWorkerAsync(Func<IWorkerGrain, Task> step, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (int failures = 0, faults = 0; ;)
        {
            if (workers.Next(_turn++) is not { } worker)
            {
                // When a run begins the silos are still being looked up, which takes milliseconds. How long the job may wait for one is the pool's to say.
                await Task.Delay(pause, cancellationToken);
                pause = pause * 2 < options.WorkerRefresh ? pause * 2 : options.WorkerRefresh;
                continue;
            }
            try
            {
                await step(worker.Grain);
                worker.Recover();
                return;
            }
            catch (Exception e) when (e is not GridException { IsTransient: false } && !cancellationToken.IsCancellationRequested)
            {
                LogRetry(logger, run.JobId, worker.Info.Name, e);
                if (TransientFaults.IsOfSilo(e))
                    worker.Rest();
                else if (e is not GridException)
                    failures++;
                else if (++faults < options.MaxTransientAttempts)
                    await Task.Delay(RetryPolicy.Default.DelayAfter(faults), cancellationToken);
                if (failures >= options.MaxAttempts || faults >= options.MaxTransientAttempts)
                    throw;
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Job {JobId}: listing or planning on silo {Silo} failed and will be tried again.")]
    private static partial void LogRetry(ILogger logger, string jobId, string silo, Exception exception);
}
