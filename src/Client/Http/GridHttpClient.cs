using Microsoft.Extensions.Options;

namespace UniBind.Grid.Client;

/// <summary>
/// A grid over HTTP: embeddings, classification, models, spaces, jobs. Made by <see cref="UniBindGridServiceCollectionExtensions.AddUniBindGrid(Microsoft.Extensions.DependencyInjection.IServiceCollection, Action{UniBindGridOptions})"/>.
/// </summary>
/// <remarks>
/// Thread-safe. Requests are repeated when the grid is full (429), away (503, no connection) or fails; then they end with a <see cref="GridException"/>
/// of one sentence whose <see cref="GridException.Kind"/> says what a program may do about it. Cancelling a call ends its request, and the grid drops its items.
/// </remarks>
public sealed class GridHttpClient
{
    private readonly GridHttpSender _sender;

    /// <summary>A client over named HTTP clients.</summary>
    /// <param name="factory">Makes HTTP clients of the names that the registration uses.</param>
    /// <param name="options">The options, valid.</param>
    internal GridHttpClient(IHttpClientFactory factory, IOptions<UniBindGridOptions> options)
    {
        Options = options.Value;
        _sender = new GridHttpSender(factory, Options);
        Embeddings = new HttpEmbeddings(_sender, Options);
        Jobs = new GridHttpJobs(_sender, Options);
    }

    /// <summary>Batch jobs.</summary>
    public GridHttpJobs Jobs { get; }

    /// <summary>The options that the client was made with.</summary>
    internal UniBindGridOptions Options { get; }

    /// <summary>The embeddings, for generators.</summary>
    internal IEmbeddingBackend Embeddings { get; }

    /// <summary>Embeds items; a list that is too long for one request is split.</summary>
    /// <param name="items">The items, of any modalities; each at most <see cref="EmbedRequest.MaxBytes"/>.</param>
    /// <param name="model">A space or a pack; null for <see cref="UniBindGridOptions.Model"/>.</param>
    /// <param name="dimensions">How many of the first dimensions, brought to length 1 again; null for <see cref="UniBindGridOptions.Dimensions"/>, else all.</param>
    /// <param name="cancellationToken">Takes the items back.</param>
    /// <returns>A result for each item, in their order: a vector of length 1, or the reason why there is none, which harms no other item.</returns>
    /// <exception cref="GridException">There is no such model, the grid refuses the request, or does not answer in time.</exception>
    public Task<GridEmbeddings> EmbedAsync(IReadOnlyList<MediaQuery> items, string? model = null, int? dimensions = null, CancellationToken cancellationToken = default) =>
        Embeddings.EmbedAsync(ModelOf(model), items, dimensions ?? Options.Dimensions, cancellationToken);

    /// <summary>Tells which classes of a published space items belong to, and by which of their descriptions.</summary>
    /// <param name="items">The items, at most <see cref="UniBindGridOptions.MaxItemsPerRequest"/>.</param>
    /// <param name="model">A space; null for <see cref="UniBindGridOptions.Model"/>.</param>
    /// <param name="top">How many classes of each item, 1 to <see cref="ClassifyRequest.MaxTop"/>.</param>
    /// <param name="cancellationToken">Takes the items back.</param>
    /// <returns>A result for each item, in their order.</returns>
    /// <exception cref="GridException">As <see cref="EmbedAsync"/>, or the space has no classes.</exception>
    public async Task<GridClassifications> ClassifyAsync(IReadOnlyList<MediaQuery> items, string? model = null, int top = 5, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0)
            return new GridClassifications { Model = ModelOf(model), Items = [] };
        if (items.Count > Options.MaxItemsPerRequest)
            throw new GridException($"{items.Count:N0} items are to be classified and a request takes {Options.MaxItemsPerRequest:N0}; send several.");
        var body = WireItems.WriteClassify(ModelOf(model), items, top);
        var answer = await _sender.SendAsync(HttpMethod.Post, "v1/classify", body, WireJson.Default.WireClassificationList, cancellationToken);
        return answer.ToClassifications(items.Count);
    }

    /// <summary>What requests may name as their model: packs and published space versions.</summary>
    /// <exception cref="GridException">The grid does not answer, or the key is not valid.</exception>
    public async Task<IReadOnlyList<GridModel>> ListModelsAsync(CancellationToken cancellationToken = default) =>
        (await _sender.SendAsync(HttpMethod.Get, "v1/models", null, WireJson.Default.WireListGridModel, cancellationToken)).Data;

    /// <summary>The grid's spaces.</summary>
    /// <exception cref="GridException">The grid does not answer, or the key is not valid.</exception>
    public async Task<IReadOnlyList<GridSpace>> ListSpacesAsync(CancellationToken cancellationToken = default) =>
        (await _sender.SendAsync(HttpMethod.Get, "v1/spaces", null, WireJson.Default.WireListGridSpace, cancellationToken)).Data;

    /// <summary>A space with its classes and versions.</summary>
    /// <exception cref="GridException">There is no such space, or the grid does not answer.</exception>
    public Task<GridSpace> GetSpaceAsync(string name, CancellationToken cancellationToken = default) =>
        _sender.SendAsync(HttpMethod.Get, $"v1/spaces/{Uri.EscapeDataString(SpaceKey.RequireSpace(name))}", null, WireJson.Default.GridSpace, cancellationToken);

    private string ModelOf(string? model) =>
        model ?? Options.Model ?? throw new GridException($"No model is named; name a space such as digits@stable, or set {nameof(UniBindGridOptions)}.{nameof(UniBindGridOptions.Model)}.");
}
