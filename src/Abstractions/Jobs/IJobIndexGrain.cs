using Orleans.Concurrency;

namespace UniBind.Grid;

/// <summary>The list of the grid's jobs, kept by the coordinators; one grain, key <see cref="Key"/>.</summary>
[Alias("unibind.IJobIndexGrain")]
public interface IJobIndexGrain : IGrainWithStringKey
{
    /// <summary>The key of the one index.</summary>
    const string Key = "jobs";

    /// <summary>Records a job or its change of state.</summary>
    [Alias("Record")]
    Task RecordAsync(JobSummary summary);

    /// <summary>Takes a job off the list.</summary>
    [Alias("Remove")]
    Task RemoveAsync(string jobId);

    /// <summary>The jobs, newest first.</summary>
    /// <param name="limit">At most this many, 1 to 10,000.</param>
    [Alias("List"), ReadOnly]
    Task<JobSummary[]> ListAsync(int limit = 1000);
}
