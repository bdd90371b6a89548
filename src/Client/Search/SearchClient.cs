namespace UniBind.Grid.Client;

/// <inheritdoc cref="ISearchClient"/>
internal sealed class SearchClient(IGrainFactory grains, OnlineClient online) : ISearchClient
{
    /// <inheritdoc/>
    public Task<SpaceHandle> OpenSpaceAsync(string reference) => Grain.OpenSpaceAsync(reference);

    /// <inheritdoc/>
    public Task<ClassifyReply> ClassifyAsync(SpaceHandle space, MediaQuery item, int top = 5, CancellationToken cancellationToken = default) =>
        online.ClassifyAsync(space, item, top, cancellationToken);

    /// <inheritdoc/>
    public Task<SearchReply> SearchAsync(SearchRequest request, CancellationToken cancellationToken = default)
    {
        // Refused here: a call that carries more would be refused by the connection, and everyone's calls with it.
        if (request.Query.Content.Length > EmbedRequest.MaxBytes)
            throw new GridException($"'{request.Query.Name}' has {request.Query.Content.Length:N0} bytes and a query has at most {EmbedRequest.MaxBytes:N0}; search with a smaller file.");
        return Grain.SearchAsync(request, cancellationToken);
    }

    private ISearchGrain Grain => grains.GetGrain<ISearchGrain>(ISearchGrain.Key);
}
