using Microsoft.Extensions.Logging;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <content>One run of the job: from its start, through the pump, to how it ended.</content>
public sealed partial class JobGrain
{
    private const string CancelledByUser = "Cancelled by its user.";
    private static readonly TimeSpan AwakeInterval = TimeSpan.FromMinutes(1);

    private async Task StartAsync(PinnedSpace space)
    {
        State.EndedAt = null;
        State.EarlierRuns = State.Progress?.Elapsed ?? TimeSpan.Zero;
        _leaving = false;
        _cancel.Dispose();
        _cancel = new CancellationTokenSource();
        _hold.Dispose();
        _hold = new CancellationTokenSource();
        _ended = new TaskCompletionSource();
        _tally = new JobTally();
        _workers = State.Spec!.RealignFrom is null
            ? new WorkerPool(_silos, space.Pack, State.PackSha256, _options, _logger)
            : WorkerPool.ForRealign(_silos, _options, _logger);
        await RememberAsync();
        await ClaimEpochAsync();
        var run = new JobRun(JobId, State.Epoch, State.Spec with { Space = space.Id }, State.PackSha256, State.SpaceSha256);
        _pump = new JobPump(run, _workers, _tally, _options, _logger);
        _running = RunAsync(run);
    }

    private async Task SaveAsync()
    {
        try
        {
            await _record.SaveAsync(() => Measure(JobState.Running, _workers!.Waiting));
        }
        catch (StaleRunException)
        {
            await _cancel.CancelAsync();
        }
        catch (Exception e)
        {
            // The state store is away. What is committed stands in the job's folder, so the run goes on and stores how far it is later.
            LogNotSaved(_logger, JobId, e);
        }
    }

    /// <summary>Hands out no more shards; a job that waits for its turn gives it up.</summary>
    private void HandOutNoMore()
    {
        _pump?.Stop();
        _hold.Cancel();
    }

    private async Task RunAsync(JobRun run)
    {
        using var telemetry = new JobRunTelemetry(run);
        try
        {
            IsQueued = true;
            // Nobody may ask for a job that waits for hours, and an activation that nobody asks for is collected.
            using var awake = this.RegisterGrainTimer(
                _ => Task.CompletedTask, new GrainTimerCreationOptions(AwakeInterval, AwakeInterval) { KeepAlive = true, Interleave = true });
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancel.Token, _hold.Token);
            using var slot = await _slots.EnterAsync(run.Spec.Priority, either.Token);
            IsQueued = false;
            telemetry.Begin();
            var (ended, message) = await RunNowAsync(run);
            telemetry.End(ended);
            await EndRunAsync(ended, message);
        }
        catch (OperationCanceledException) when (IsQueued)
        {
            await EndRunAsync(_cancel.IsCancellationRequested ? JobState.Cancelled : JobState.Paused, _cancel.IsCancellationRequested ? CancelledByUser : null);
        }
        finally
        {
            IsQueued = false;
            _pump = null;
        }
    }

    private async Task<(JobState Ended, string? Message)> RunNowAsync(JobRun run)
    {
        using var saving = this.RegisterGrainTimer(
            _ => SaveAsync(),
            new GrainTimerCreationOptions(_options.SaveInterval, _options.SaveInterval) { KeepAlive = true, Interleave = true });
        try
        {
            await PatientlyAsync(() => ReopenAsync(run));
            await _pump!.RunAsync(_cancel.Token);
            if (_pump.Stopped)
                return (JobState.Paused, null);
            // Another activation that wrote the state meanwhile has the job; that is found out before the files of its end are written.
            await SaveAsync();
            _cancel.Token.ThrowIfCancellationRequested();
            var report = JobReports.Create(JobId, State.EarlierRuns, _tally!, _workers!);
            await PatientlyAsync(() => JobFinish.RunAsync(run, State.SubmittedAt, JobNumerics.Of(_workers!), report, _cancel.Token));
            return (JobState.Done, null);
        }
        catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
        {
            return (JobState.Cancelled, CancelledByUser);
        }
        catch (Exception e)
        {
            LogFailed(_logger, JobId, e);
            if (ErrorLimit.IsExceeded(run.Spec, _tally!) && !await IsSupersededAsync())
                await JobFinish.WriteErrorsAsync(run, _logger);
            return (JobState.Failed, e.Message);
        }
    }

    /// <summary>A finished job that goes on is not finished. A run that was superseded while it waited for its turn leaves the output of its successor alone.</summary>
    private async Task ReopenAsync(JobRun run)
    {
        var folder = new JobFolder(run.Spec.Output);
        await new JobEpochs(folder).RequireAsync(run.Epoch, _cancel.Token);
        await new JobFiles(folder).ReopenAsync(_cancel.Token);
    }

    /// <summary>Tries a step of the job's folder again while storage does not answer: after hours of work, one refused request must not end a job.</summary>
    private async Task PatientlyAsync(Func<Task> step)
    {
        for (var faults = 1; ; faults++)
        {
            try
            {
                await step();
                return;
            }
            catch (Exception e) when (e is CorpusException { IsTransient: true } or GridException { IsTransient: true } && faults < _options.MaxTransientAttempts)
            {
                LogStorageAway(_logger, JobId, e);
                await Task.Delay(RetryPolicy.Default.DelayAfter(faults), _cancel.Token);
            }
        }
    }

    /// <summary>Stores how a run ended, for as long as the state store is away and the silo stays: what is done must not be forgotten for an outage at its last moment.</summary>
    private async Task EndRunAsync(JobState ended, string? message)
    {
        for (var faults = 1; ; faults++)
        {
            try
            {
                await EndAsync(ended, message);
                return;
            }
            catch (Exception e) when (!_leaving)
            {
                LogNotSaved(_logger, JobId, e);
                await Task.Delay(RetryPolicy.Default.DelayAfter(faults));
            }
        }
    }

    private async Task EndAsync(JobState ended, string? message)
    {
        try
        {
            if (await IsSupersededAsync())
                StepDown(null);
            else if (_leaving && ended != JobState.Done)
            {
                await _record.SaveAsync(() => Measure(JobState.Running, null));
                _record.ShowInterrupted();
            }
            else
            {
                await _record.CloseAsync(Measure(ended, message));
                await ForgetReminderAsync();
            }
        }
        catch (StaleRunException e)
        {
            StepDown(e);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private JobProgress Snapshot()
    {
        RequireCurrent();
        return _running.IsCompleted || _record.Current != JobState.Running
            ? State.Progress ?? new JobProgress { JobId = JobId }
            : Measure(JobState.Running, Doing);
    }

    private string? Doing => IsQueued
        ? $"Queued: this coordinator runs {_options.MaxActiveRuns} jobs at a time."
        : _pump is { Stopped: true } ? "Pausing: the shards at work are finished first." : _workers!.Waiting ?? _pump?.Trouble;

    private JobProgress Measure(JobState current, string? message) => _tally is null
        ? State.Progress! with { State = current, Message = message }
        : _tally.ToProgress(JobId, current, State.Spec!.Output, _workers!.All.Count, _workers.Slots, State.EarlierRuns, message);

    [LoggerMessage(1, LogLevel.Error, "Job {JobId} failed.")]
    private static partial void LogFailed(ILogger logger, string jobId, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "The progress of job {JobId} could not be stored; trying again later.")]
    private static partial void LogNotSaved(ILogger logger, string jobId, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "The output folder of job {JobId} does not answer and will be tried again.")]
    private static partial void LogStorageAway(ILogger logger, string jobId, Exception exception);
}
