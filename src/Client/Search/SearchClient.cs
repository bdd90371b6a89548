namespace UniBind.Grid.Client;

/// <inheritdoc cref="ISearchClient"/>
internal sealed class SearchClient(IGrainFactory grains) : ISearchClient
{
    private int _turn;

    /// <inheritdoc/>
    public Task<SpaceHandle> OpenSpaceAsync(string reference) => Grain.OpenSpaceAsync(reference);

    /// <inheritdoc/>
    public Task<ClassifyReply> ClassifyAsync(SpaceHandle space, MediaQuery item, int top = 5, CancellationToken cancellationToken = default)
    {
        if (space.Manifest.Length == 0)
            throw new GridException($"'{space.Id}' is a pack without class centers, so it tells no classes; name a published space.");
        if (item.Content.Length > EmbedRequest.MaxBytes)
            throw new GridException($"'{item.Name}' has {item.Content.Length:N0} bytes and a call carries at most {EmbedRequest.MaxBytes:N0}; embed it as a batch job in the space '{space.Id}'.");
        var turn = (uint)Interlocked.Increment(ref _turn);
        var silo = space.Silos[turn % (uint)space.Silos.Length];
        return grains.GetGrain<IEncoderGrain>(PinnedKey.For(item.Modality.Name(), silo)).ClassifyAsync(
            new ClassifyRequest { Manifest = space.Manifest, Name = item.Name, Content = item.Content, Top = top }, cancellationToken);
    }

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
