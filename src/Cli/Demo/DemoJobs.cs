namespace UniBind.Grid.Cli;

/// <summary>Runs the jobs of the demo.</summary>
internal static class DemoJobs
{
    /// <summary>Submits a job and follows it; an end other than done is printed as any job's.</summary>
    public static async Task<JobProgress> RunAsync(GridSession session, string jobId, JobSpec spec, bool json, CancellationToken cancellationToken)
    {
        using var view = ProgressViews.Create(json);
        view.Show(await session.Client.SubmitAsync(jobId, spec));
        return await JobRunner.FollowAsync(session, jobId, view, cancellationToken);
    }
}
