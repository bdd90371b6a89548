namespace UniBind.Grid.Client;

/// <inheritdoc cref="IAlignmentClient"/>
internal sealed class AlignmentClient(IGrainFactory grains) : IAlignmentClient
{
    /// <inheritdoc/>
    public IAsyncEnumerable<AlignProgress> TrainAsync(string space, Modality modality, AlignRequest request, CancellationToken cancellationToken = default) =>
        Grain(space, modality).TrainAsync(request, cancellationToken);

    /// <inheritdoc/>
    public Task<HeadInfo?> GetHeadAsync(string space, Modality modality) => Grain(space, modality).GetHeadAsync();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HeadInfo>> ListHeadsAsync(string space, Modality modality) => await Grain(space, modality).ListHeadsAsync();

    /// <inheritdoc/>
    public Task<HeadInfo> UseHeadAsync(string space, Modality modality, string sha256) => Grain(space, modality).UseAsync(sha256);

    /// <inheritdoc/>
    public Task ClearHeadAsync(string space, Modality modality) => Grain(space, modality).ClearAsync();

    private IAlignmentGrain Grain(string space, Modality modality) => grains.GetGrain<IAlignmentGrain>(SpaceKey.ForModality(space, modality));
}
