namespace UniBind.Grid.Client;

/// <inheritdoc cref="IGridClient"/>
/// <param name="grains">The Orleans client, or the grain factory of a silo in this process.</param>
/// <param name="patience">How long calls about jobs are tried again when a silo was lost; not at all by default.</param>
public sealed class GridClient(IGrainFactory grains, TimeSpan patience = default) : IGridClient
{
    private readonly Reconnection _reconnection = new(patience);

    /// <inheritdoc/>
    public IOnlineClient Online { get; } = new ObservedOnlineClient(new OnlineClient(grains));

    /// <inheritdoc/>
    public ISearchClient Search { get; } = new SearchClient(grains);

    /// <inheritdoc/>
    public Task<JobProgress> SubmitAsync(string jobId, JobSpec spec) => _reconnection.CallAsync(() => Job(jobId).SubmitAsync(spec));

    /// <inheritdoc/>
    public IAsyncEnumerable<JobProgress> WatchAsync(string jobId, CancellationToken cancellationToken = default) =>
        _reconnection.FollowAsync(() => Job(jobId).WatchAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<JobProgress> GetJobAsync(string jobId) => _reconnection.CallAsync(() => Job(jobId).GetProgressAsync());

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobSummary>> ListJobsAsync(int limit = 1000) =>
        await _reconnection.CallAsync(() => grains.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key).ListAsync(limit));

    /// <inheritdoc/>
    public Task<JobProgress> PauseAsync(string jobId) => _reconnection.CallAsync(() => Job(jobId).PauseAsync());

    /// <inheritdoc/>
    public Task<JobProgress> ResumeAsync(string jobId) => _reconnection.CallAsync(() => Job(jobId).ResumeAsync());

    /// <inheritdoc/>
    public Task<JobProgress> RetryDeadLettersAsync(string jobId, string? code = null) => _reconnection.CallAsync(() => Job(jobId).RetryDeadLettersAsync(code));

    /// <inheritdoc/>
    public Task<JobProgress> CancelAsync(string jobId) => Job(jobId).CancelAsync();

    /// <inheritdoc/>
    public Task<JobDeletion> DeleteAsync(string jobId, bool keepOutput = false) => Job(jobId).DeleteAsync(keepOutput);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkerInfo>> DescribeWorkersAsync() =>
        await _reconnection.CallAsync(() => grains.GetGrain<ITopologyGrain>(ITopologyGrain.Key).DescribeWorkersAsync());

    /// <inheritdoc/>
    public IAlignmentClient Alignment { get; } = new AlignmentClient(grains);

    /// <inheritdoc/>
    public ISpaceClient Spaces { get; } = new SpaceClient(grains);

    private IJobGrain Job(string jobId) => grains.GetGrain<IJobGrain>(JobIds.Require(jobId));
}
