namespace UniBind.Grid.Client;

/// <inheritdoc cref="IGridClient"/>
/// <remarks>Disposal ends its watch over the encoder silos, which online requests begin; the connection stays the caller's.</remarks>
public sealed class GridClient : IGridClient, IDisposable
{
    private readonly IGrainFactory _grains;
    private readonly Reconnection _reconnection;
    private readonly OnlineClient _online;

    /// <summary>A client over a connection.</summary>
    /// <param name="grains">The Orleans client, or the grain factory of a silo in this process.</param>
    /// <param name="patience">How long calls about jobs are tried again when a silo was lost; not at all by default.</param>
    public GridClient(IGrainFactory grains, TimeSpan patience = default)
    {
        _grains = grains;
        _reconnection = new Reconnection(patience);
        _online = new OnlineClient(grains);
        Online = new ObservedOnlineClient(_online);
        Search = new SearchClient(grains, _online);
        Alignment = new AlignmentClient(grains);
        Spaces = new SpaceClient(grains);
    }

    /// <inheritdoc/>
    public IOnlineClient Online { get; }

    /// <inheritdoc/>
    public ISearchClient Search { get; }

    /// <inheritdoc/>
    public Task<JobProgress> SubmitAsync(string jobId, JobSpec spec) => _reconnection.CallAsync(() => Job(jobId).SubmitAsync(spec));

    /// <inheritdoc/>
    public IAsyncEnumerable<JobProgress> WatchAsync(string jobId, CancellationToken cancellationToken = default) =>
        _reconnection.FollowAsync(() => Job(jobId).WatchAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<JobProgress> GetJobAsync(string jobId) => _reconnection.CallAsync(() => Job(jobId).GetProgressAsync());

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobSummary>> ListJobsAsync(int limit = 1000) =>
        await _reconnection.CallAsync(() => _grains.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key).ListAsync(limit));

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
        await _reconnection.CallAsync(() => _grains.GetGrain<ITopologyGrain>(ITopologyGrain.Key).DescribeWorkersAsync());

    /// <inheritdoc/>
    public IAlignmentClient Alignment { get; }

    /// <inheritdoc/>
    public ISpaceClient Spaces { get; }

    /// <inheritdoc/>
    public void Dispose() => _online.Dispose();

    private IJobGrain Job(string jobId) => _grains.GetGrain<IJobGrain>(JobIds.Require(jobId));
}
