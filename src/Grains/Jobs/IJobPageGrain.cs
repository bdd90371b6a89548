using Orleans.Concurrency;

namespace UniBind.Grid.Grains;

/// <summary>One page of the job list: the jobs whose id falls on it. The key is <see cref="JobPages.KeyOf(string)"/>.</summary>
[Alias("unibind.IJobPageGrain")]
public interface IJobPageGrain : IGrainWithStringKey
{
    /// <summary>Records a job or its change of state.</summary>
    [Alias("Record")]
    Task RecordAsync(JobSummary summary);

    /// <summary>Takes lines over from an older layout of the list; those that the page has already stand.</summary>
    [Alias("TakeOver")]
    Task TakeOverAsync(JobSummary[] summaries);

    /// <summary>The page's jobs, newest first.</summary>
    /// <param name="limit">At most this many.</param>
    [Alias("List"), ReadOnly]
    Task<JobSummary[]> ListAsync(int limit);
}
