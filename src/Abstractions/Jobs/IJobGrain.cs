using Orleans.Concurrency;

namespace UniBind.Grid;

/// <summary>
/// The coordinator of one batch job; the grain's key is the job's id. It pins the space, stores the job, and keeps a credit
/// window of shards on every encoder silo until every item is accounted for.
/// </summary>
[Alias("unibind.IJobGrain")]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>Stores the job and starts it; returns at once. Submitting the same spec again returns the job as it is.</summary>
    /// <exception cref="GridException">The id holds a job with another spec, the output folder is another job's, there is no such space, no encoder silo has the space's pack, or the source is missing.</exception>
    [Alias("Submit")]
    Task<JobProgress> SubmitAsync(JobSpec spec);

    /// <summary>The job as it is now; state <see cref="JobState.Unknown"/> when nobody submitted it.</summary>
    [Alias("GetProgress"), AlwaysInterleave]
    Task<JobProgress> GetProgressAsync();

    /// <summary>Progress about twice a second until the job has ended or is paused; the last element says which.</summary>
    [Alias("Watch")]
    IAsyncEnumerable<JobProgress> WatchAsync(CancellationToken cancellationToken = default);

    /// <summary>Hands out no more shards and returns at once; the job is <see cref="JobState.Paused"/> when those at work are committed, which <see cref="WatchAsync"/> tells.</summary>
    /// <exception cref="GridException">There is no such job, or it has ended.</exception>
    [Alias("Pause")]
    Task<JobProgress> PauseAsync();

    /// <summary>Goes on with a paused, failed or cancelled job from what is committed.</summary>
    /// <exception cref="GridException">There is no such job, or it is done.</exception>
    [Alias("Resume")]
    Task<JobProgress> ResumeAsync();

    /// <summary>
    /// Tries the dead-lettered items of a finished job again, as the source lists them now. <c>_SUCCESS</c> goes until the job is finished again; parts that stand
    /// are not touched, and what fails again is a dead letter again.
    /// </summary>
    /// <param name="code">Only those of this code; null for all.</param>
    /// <exception cref="GridException">There is no such job, it is not done, or it has nothing that could be tried again.</exception>
    [Alias("RetryDeadLetters"), ResponseTimeout("00:30:00")]
    Task<JobProgress> RetryDeadLettersAsync(string? code);

    /// <summary>Stops the job; shards at work are told to end and abandoned after seconds, what was committed stays.</summary>
    /// <exception cref="GridException">There is no such job, or it has ended.</exception>
    [Alias("Cancel"), AlwaysInterleave]
    Task<JobProgress> CancelAsync();

    /// <summary>
    /// Forgets the job and deletes its output, but for raw embeddings that the outputs of other jobs need: these go with the last of those. The space version that
    /// it pinned may be pruned then.
    /// </summary>
    /// <param name="keepOutput">True to leave the output as it is.</param>
    /// <exception cref="GridException">There is no such job, it is running, or its output cannot be deleted; it may be asked for again.</exception>
    [Alias("Delete"), ResponseTimeout("00:30:00")]
    Task<JobDeletion> DeleteAsync(bool keepOutput);

    /// <summary>The grid ends: hands out no more shards, returns when those at work are committed, and leaves the stored state as running, so that the grid that serves next goes on.</summary>
    [Alias("Interrupt"), ResponseTimeout("00:05:00")]
    Task InterruptAsync();
}
