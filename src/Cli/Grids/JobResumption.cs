using System.Text.Json;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind embed --resume</c>: goes on with the job that owns an output folder, also on a grid that has never heard of it.</summary>
internal static class JobResumption
{
    /// <summary>The unfinished job of a folder.</summary>
    /// <param name="source">The corpus that the user named; it must be the job's.</param>
    /// <param name="output">The folder.</param>
    /// <exception cref="GridException">The folder has no job, its job is done, or it is over another corpus.</exception>
    public static async Task<(string JobId, JobSpec Spec)> FindAsync(string source, string output)
    {
        var folder = new JobFolder(output);
        var header = await new JobFiles(folder).ReadHeaderAsync();
        if (header?.Spec.Deserialize<JobSpec>() is not { } spec)
            throw new GridException($"'{output}' holds no job to go on with; leave --resume out to begin one.");
        if (await folder.IsFinishedAsync())
            throw new GridException($"The job {header.Job} in '{output}' is done; there is nothing to resume.");
        if (spec.Source != source)
            throw new GridException($"The job {header.Job} in '{output}' embeds '{spec.Source}', and not '{source}'; name its corpus, or choose another output folder.");
        return (header.Job, spec);
    }

    /// <summary>Goes on with it; a job that runs already is only joined.</summary>
    public static async Task<JobProgress> ResumeAsync(GridSession session, string jobId, JobSpec spec)
    {
        var now = await session.Client.GetJobAsync(jobId);
        if (now.State == JobState.Running)
            return now;
        // A grid with another data directory learns of the job here; one that knows it takes over what may change.
        var known = await session.Client.SubmitAsync(jobId, spec);
        return known.State == JobState.Running ? known : await session.Client.ResumeAsync(jobId);
    }
}
