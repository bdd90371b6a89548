namespace UniBind.Grid.Client;

/// <summary>The one way into a grid, embedded or remote.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IGridClient
{
    /// <summary>Online embedding and classification.</summary>
    IOnlineClient Online { get; }

    /// <summary>Classification and search.</summary>
    ISearchClient Search { get; }

    /// <summary>Stores and starts a job; returns at once.</summary>
    /// <param name="jobId">The job's id, see <see cref="JobIds"/>.</param>
    /// <param name="spec">What it is to do; paths are absolute and mean the grid's machine.</param>
    /// <exception cref="GridException">The grid refuses it; the message says why.</exception>
    Task<JobProgress> SubmitAsync(string jobId, JobSpec spec);

    /// <summary>Progress about twice a second until the job has ended or is paused; the last element says which.</summary>
    /// <exception cref="GridException">There is no such job.</exception>
    IAsyncEnumerable<JobProgress> WatchAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>The job as it is now; state <see cref="JobState.Unknown"/> when there is none.</summary>
    Task<JobProgress> GetJobAsync(string jobId);

    /// <summary>The jobs of the grid, newest first.</summary>
    Task<IReadOnlyList<JobSummary>> ListJobsAsync(int limit = 1000);

    /// <summary>Hands out no more shards and returns at once; the job is paused when those at work are committed, see <see cref="WatchAsync"/>.</summary>
    /// <exception cref="GridException">There is no such job, or it has ended.</exception>
    Task<JobProgress> PauseAsync(string jobId);

    /// <summary>Goes on with a paused, failed or cancelled job.</summary>
    /// <exception cref="GridException">There is no such job, or it is done.</exception>
    Task<JobProgress> ResumeAsync(string jobId);

    /// <summary>Tries the dead-lettered items of a finished job again, as its source lists them now; <see cref="WatchAsync"/> tells how it goes.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="code">Only those of this code, see <see cref="ItemErrorCodes"/>; null for all.</param>
    /// <exception cref="GridException">There is no such job, it is not done, or it has nothing that could be tried again.</exception>
    Task<JobProgress> RetryDeadLettersAsync(string jobId, string? code = null);

    /// <summary>Stops a job; what it committed stays.</summary>
    /// <exception cref="GridException">There is no such job, or it has ended.</exception>
    Task<JobProgress> CancelAsync(string jobId);

    /// <summary>Forgets a job that is not running and deletes its output, but for raw embeddings that the outputs of other jobs need.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="keepOutput">True to leave the output as it is.</param>
    /// <exception cref="GridException">There is no such job, it is running, or its output cannot be deleted.</exception>
    Task<JobDeletion> DeleteAsync(string jobId, bool keepOutput = false);

    /// <summary>The encoder silos of the grid and what they offer.</summary>
    Task<IReadOnlyList<WorkerInfo>> DescribeWorkersAsync();

    /// <summary>The training of heads.</summary>
    IAlignmentClient Alignment { get; }

    /// <summary>The spaces of the grid: knowledge, centers, versions.</summary>
    ISpaceClient Spaces { get; }
}
