namespace UniBind.Grid.Cli;

/// <summary>Follows a job to its end on the terminal and turns the end into an exit code.</summary>
internal static class JobRunner
{
    /// <summary>Watches a job until it has ended or is paused. Ctrl+C pauses it when the grid is the command's own, so that it can be resumed; another grid goes on with it.</summary>
    public static async Task<JobProgress> FollowAsync(GridSession session, string jobId, IProgressView view, CancellationToken cancellationToken)
    {
        var last = new JobProgress { JobId = jobId };
        try
        {
            await foreach (var progress in session.Client.WatchAsync(jobId, cancellationToken))
            {
                last = progress;
                view.Show(progress);
            }
        }
        catch (OperationCanceledException) when (session.IsOwn)
        {
            view.Say("Stopping: the shards at work are finished first.");
            last = await PauseAsync(session, jobId);
            view.Show(last);
        }
        catch (OperationCanceledException)
        {
            view.Say($"The job goes on in {session.Name}; follow it with 'unibind jobs watch {jobId}', stop it with 'unibind jobs pause {jobId}'.");
            throw;
        }
        return last;
    }

    /// <summary>Pauses a job and waits until its shards at work are committed.</summary>
    public static async Task<JobProgress> PauseAsync(GridSession session, string jobId)
    {
        var last = await session.Client.PauseAsync(jobId);
        await foreach (var progress in session.Client.WatchAsync(jobId))
            last = progress;
        return last;
    }

    /// <summary>The exit code that a job's end asks for.</summary>
    public static int ExitCodeOf(JobProgress progress) => progress.State switch
    {
        JobState.Done when progress.DeadLettered > 0 => ExitCode.DeadLetters,
        JobState.Done => ExitCode.Done,
        _ => ExitCode.Failed,
    };
}
