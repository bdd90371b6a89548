namespace UniBind.Grid.Client;

/// <inheritdoc cref="IGridClient"/>
/// <param name="grains">The Orleans client, or the grain factory of a silo in this process.</param>
public sealed class GridClient(IGrainFactory grains) : IGridClient
{
    /// <inheritdoc/>
    public ISearchClient Search { get; } = new SearchClient(grains);

    /// <inheritdoc/>
    public Task<JobProgress> SubmitAsync(string jobId, JobSpec spec) => Job(jobId).SubmitAsync(spec);

    /// <inheritdoc/>
    public IAsyncEnumerable<JobProgress> WatchAsync(string jobId, CancellationToken cancellationToken = default) =>
        Job(jobId).WatchAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<JobProgress> GetJobAsync(string jobId) => Job(jobId).GetProgressAsync();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobSummary>> ListJobsAsync(int limit = 1000) =>
        await grains.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key).ListAsync(limit);

    /// <inheritdoc/>
    public Task<JobProgress> PauseAsync(string jobId) => Job(jobId).PauseAsync();

    /// <inheritdoc/>
    public Task<JobProgress> ResumeAsync(string jobId) => Job(jobId).ResumeAsync();

    /// <inheritdoc/>
    public Task<JobProgress> CancelAsync(string jobId) => Job(jobId).CancelAsync();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkerInfo>> DescribeWorkersAsync() =>
        await grains.GetGrain<ITopologyGrain>(ITopologyGrain.Key).DescribeWorkersAsync();

    /// <inheritdoc/>
    public IAlignmentClient Alignment { get; } = new AlignmentClient(grains);

    /// <inheritdoc/>
    public ISpaceClient Spaces { get; } = new SpaceClient(grains);

    private IJobGrain Job(string jobId) => grains.GetGrain<IJobGrain>(JobIds.Require(jobId));
}
