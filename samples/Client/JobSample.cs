using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Client;

namespace UniBind.Grid.Samples.Client;

/// <summary>A batch job with its progress.</summary>
internal static class JobSample
{
    public static async Task<JobProgress> RunAsync(IServiceProvider provider, string source, string output)
    {
        // docs: jobs
        var jobs = provider.GetRequiredService<GridHttpClient>().Jobs;
        var job = await jobs.SubmitAsync(new JobSpec { Source = source, Output = output, Space = "classic@0" });
        await foreach (var progress in jobs.WatchAsync(job.JobId))
        {
            Console.WriteLine($"{progress.State}: {progress.Finished} of {progress.Listed}, {progress.ItemsPerSecond:0} a second");
            job = progress;
        }
        // docs: end
        return job;
    }
}
