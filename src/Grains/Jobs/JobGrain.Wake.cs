using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Grains;

/// <content>In a cluster: a job whose coordinator was lost goes on by itself, woken by its reminder or by whoever asks for it.</content>
public sealed partial class JobGrain : IRemindable
{
    private const string ReminderName = "run";
    private int _wakeFailures;
    private IGrainTimer? _waking;

    /// <summary>The reminder ticks: activating the grain is all that it is for, see <see cref="OnActivateAsync"/>.</summary>
    /// <param name="reminderName">There is one.</param>
    /// <param name="status">When it ticked.</param>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (_stale)
            return;
        if (_record.Current != JobState.Running)
            await ForgetReminderAsync();
        else if (_running.IsCompleted && _waking is null)
            Wake(TimeSpan.Zero);
    }

    private void Wake(TimeSpan pause)
    {
        _waking?.Dispose();
        _waking = this.RegisterGrainTimer(
            WakeAsync,
            new GrainTimerCreationOptions(pause, Timeout.InfiniteTimeSpan) { KeepAlive = true, Interleave = false });
    }

    private async Task WakeAsync(CancellationToken cancellationToken)
    {
        _waking?.Dispose();
        _waking = null;
        if (_stale || _leaving || _record.Current != JobState.Running || !_running.IsCompleted)
            return;
        try
        {
            LogGoesOn(_logger, JobId);
            await StartAsync(await _spaces.ReopenAsync(PinnedSpaceId, State.SpaceSha256));
            _wakeFailures = 0;
        }
        catch (Exception e) when (!_stale && e is not GridException { IsTransient: false })
        {
            LogNotWoken(_logger, JobId, e);
            Wake(RetryPolicy.Default.DelayAfter(++_wakeFailures));
        }
        catch (GridException e) when (!_stale)
        {
            await EndAsync(JobState.Failed, e.Message);
        }
        catch (GridException)
        {
            // Another coordinator goes on with the job.
        }
    }

    private async Task RememberAsync()
    {
        if (_options.UseReminders)
            await this.RegisterOrUpdateReminder(ReminderName, _options.ReminderPeriod, _options.ReminderPeriod);
    }

    /// <summary>A reminder that stays behind is taken away by its next tick.</summary>
    private async Task ForgetReminderAsync()
    {
        if (!_options.UseReminders)
            return;
        try
        {
            if (await this.GetReminder(ReminderName) is { } reminder)
                await this.UnregisterReminder(reminder);
        }
        catch (Exception e)
        {
            LogNotForgotten(_logger, JobId, e);
        }
    }

    [LoggerMessage(3, LogLevel.Information, "Job {JobId}: its run was interrupted and goes on here.")]
    private static partial void LogGoesOn(ILogger logger, string jobId);

    [LoggerMessage(4, LogLevel.Warning, "Job {JobId} could not go on yet and will be tried again.")]
    private static partial void LogNotWoken(ILogger logger, string jobId, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "The reminder of job {JobId} could not be removed.")]
    private static partial void LogNotForgotten(ILogger logger, string jobId, Exception exception);
}
