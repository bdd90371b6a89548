namespace UniBind.Grid.Client;

/// <inheritdoc cref="IOnlineClient"/>
internal sealed class OnlineClient(IGrainFactory grains) : IOnlineClient
{
    /// <inheritdoc/>
    public async Task<OnlineEmbeddings> EmbedAsync(string space, IReadOnlyList<MediaQuery> items, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var handle = await grains.GetGrain<ISearchGrain>(ISearchGrain.Key).OpenSpaceAsync(space);
        throw new GridException($"'{handle.Id}' is not served yet.");
    }

    /// <inheritdoc/>
    public async Task<ClassifyReply> ClassifyAsync(string space, MediaQuery item, int top = 5, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var handle = await grains.GetGrain<ISearchGrain>(ISearchGrain.Key).OpenSpaceAsync(space);
        throw new GridException($"'{handle.Id}' is not served yet.");
    }
}
