using Orleans.Concurrency;

namespace UniBind.Grid;

/// <summary>
/// The hand of the coordinators on one encoder silo; the key is <see cref="PinnedKey.For(string, string)"/> of <see cref="KeyPrefix"/> and the silo.
/// Corpora, pixels and vectors never travel through it: references and reports do.
/// </summary>
[Alias("unibind.IWorkerGrain")]
public interface IWorkerGrain : IGrainWithStringKey
{
    /// <summary>The first part of a worker's key.</summary>
    const string KeyPrefix = "worker";

    /// <summary>What the silo offers.</summary>
    [Alias("Describe"), AlwaysInterleave]
    Task<WorkerInfo> DescribeAsync();

    /// <summary>Freezes the listing of the job's corpus, page by page; pages frozen by an earlier run come first and are not listed again.</summary>
    /// <exception cref="GridException">The source cannot be read.</exception>
    [Alias("List")]
    IAsyncEnumerable<ListedPage> ListAsync(JobRun run, CancellationToken cancellationToken = default);

    /// <summary>Probes the items of a page and cuts it into shards. Repeating it gives the same plan.</summary>
    /// <exception cref="GridException">The source or the job's folder cannot be used.</exception>
    [Alias("PlanPage"), AlwaysInterleave, ResponseTimeout("00:30:00")]
    Task<PlannedPage> PlanPageAsync(JobRun run, int page, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a shard: waits for its turn, reads, decodes, encodes, writes, commits. An item's failure is part of the report, not an exception.
    /// Delivering the same lease again joins the attempt; a lease of a newer epoch takes it over; a later attempt under the same epoch replaces it.
    /// </summary>
    /// <remarks>The call may last: whether the attempt lives is what <see cref="HeartbeatAsync"/> tells.</remarks>
    /// <exception cref="GridException">The silo cannot run the shard: pack missing or different, output folder not writable, or another coordinator has taken the job over.</exception>
    [Alias("RunShard"), AlwaysInterleave, ResponseTimeout("24:00:00")]
    Task<ShardReport> RunShardAsync(ShardLease lease, CancellationToken cancellationToken = default);

    /// <summary>What the silo has of a job's attempts, at work and waiting for their turn.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="epoch">The run that asks: attempts of others are left out.</param>
    [Alias("Heartbeat"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task<WorkerHeartbeat> HeartbeatAsync(string jobId, long epoch);
}
