using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Grains;

/// <content>One run of the job: from its start, through the pump, to how it ended.</content>
public sealed partial class JobGrain
{
    private const string CancelledByUser = "Cancelled by its user.";

    private async Task StartAsync(PinnedSpace space)
    {
        State.Epoch++;
        State.EndedAt = null;
        State.EarlierRuns = State.Progress?.Elapsed ?? TimeSpan.Zero;
        _leaving = false;
        _cancel.Dispose();
        _cancel = new CancellationTokenSource();
        _ended = new TaskCompletionSource();
        _tally = new JobTally();
        _workers = State.Spec!.RealignFrom is null
            ? new WorkerPool(_silos, space.Pack, State.PackSha256, _options, _logger)
            : WorkerPool.ForRealign(_silos, _options, _logger);
        var run = new JobRun(JobId, State.Epoch, State.Spec with { Space = space.Id }, State.PackSha256, State.SpaceSha256);
        _pump = new JobPump(run, _workers, _tally, _options, _logger);
        await _record.OpenAsync(Measure(JobState.Running, null));
        _running = RunAsync(run);
    }

    /// <summary>Checks a new job, makes the output folder its own, and returns the content address of the pack behind its rows.</summary>
    private async Task<string> ClaimAsync(JobSpec spec, PinnedSpace space)
    {
        if (spec.RealignFrom is not null)
        {
            // Nothing is encoded: a published version's own word for its pack is enough.
            var wanted = space.PackSha256 ?? await PackFinder.RequireAsync(_silos, space, spec.PackSha256);
            return await Task.Run(() => RealignSource.ClaimAsync(JobId, spec, _catalog, space, wanted));
        }
        var pack = await PackFinder.RequireAsync(_silos, space, spec.PackSha256);
        await Task.Run(() => SinceSource.CheckAsync(spec, space, pack));
        await Task.Run(() => JobSpecs.ClaimOutputAsync(JobId, spec));
        return pack;
    }

    private async Task RunAsync(JobRun run)
    {
        using var saving = this.RegisterGrainTimer(
            _ => _record.SaveAsync(() => Measure(JobState.Running, _workers!.Waiting)),
            new GrainTimerCreationOptions(_options.SaveInterval, _options.SaveInterval) { KeepAlive = true, Interleave = true });
        try
        {
            await _pump!.RunAsync(_cancel.Token);
            if (_pump.Stopped)
            {
                await EndAsync(JobState.Paused, null);
                return;
            }
            var report = JobReports.Create(JobId, State.EarlierRuns, _tally!, _workers!);
            await JobFinish.RunAsync(run, State.SubmittedAt, JobNumerics.Of(_workers!), report, _cancel.Token);
            await EndAsync(JobState.Done, null);
        }
        catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
        {
            await EndAsync(JobState.Cancelled, CancelledByUser);
        }
        catch (Exception e)
        {
            LogFailed(_logger, JobId, e);
            await EndAsync(JobState.Failed, e.Message);
        }
        finally
        {
            _pump = null;
        }
    }

    private async Task EndAsync(JobState ended, string? message)
    {
        try
        {
            if (_leaving && ended != JobState.Done)
            {
                await _record.SaveAsync(() => Measure(JobState.Running, null));
                _record.ShowInterrupted();
            }
            else
                await _record.CloseAsync(Measure(ended, message));
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private JobProgress Snapshot() => _running.IsCompleted || _record.Current != JobState.Running
        ? State.Progress ?? new JobProgress { JobId = JobId }
        : Measure(JobState.Running, _pump is { Stopped: true } ? "Pausing: the shards at work are finished first." : _workers!.Waiting ?? _pump?.Trouble);

    private JobProgress Measure(JobState current, string? message) => _tally is null
        ? State.Progress! with { State = current, Message = message }
        : _tally.ToProgress(JobId, current, State.Spec!.Output, _workers!.All.Count, _workers.Slots, State.EarlierRuns, message);

    [LoggerMessage(1, LogLevel.Error, "Job {JobId} failed.")]
    private static partial void LogFailed(ILogger logger, string jobId, Exception exception);
}
