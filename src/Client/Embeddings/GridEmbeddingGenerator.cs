using System.Globalization;
using Microsoft.Extensions.AI;

namespace UniBind.Grid.Client;

/// <summary>
/// Embeddings for Microsoft.Extensions.AI, of texts and of media (<see cref="MediaTypes"/> says what counts as what), over HTTP or over a cluster's client.
/// </summary>
/// <remarks>
/// Thread-safe. A list of any length is taken and split. Vectors have length 1; <see cref="EmbeddingGenerationOptions.Dimensions"/> takes the first ones, brought to
/// length 1 again, and <see cref="EmbeddingGenerationOptions.ModelId"/> names another space or pack. An item that cannot be embedded fails the call with an
/// <see cref="EmbeddingItemException"/> that names the first such item; <see cref="GridHttpClient.EmbedAsync"/> gives the others theirs instead.
/// </remarks>
public sealed class GridEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>, IEmbeddingGenerator<DataContent, Embedding<float>>
{
    /// <summary>The name of the provider, for telemetry.</summary>
    public const string Provider = "unibind";

    private readonly IEmbeddingBackend _backend;
    private readonly object _owner;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>A generator over HTTP; model and dimensions are those of the client's options.</summary>
    public GridEmbeddingGenerator(GridHttpClient client)
        : this(client.Embeddings, client, client.Options.Model, client.Options.Dimensions)
    {
    }

    /// <summary>A generator over an Orleans client, or over the grid in this process.</summary>
    /// <param name="client">The way into the grid.</param>
    /// <param name="model">The space or pack of calls that name none; null to name one with each call.</param>
    /// <param name="dimensions">The dimensions of calls that do not say; null for all.</param>
    public GridEmbeddingGenerator(IGridClient client, string? model = null, int? dimensions = null)
        : this(new OnlineEmbeddingBackend(client.Online), client, model, dimensions)
    {
    }

    private GridEmbeddingGenerator(IEmbeddingBackend backend, object owner, string? model, int? dimensions)
    {
        _backend = backend;
        _owner = owner;
        _metadata = new EmbeddingGeneratorMetadata(Provider, backend.Address, model, dimensions);
    }

    /// <summary>Embeds texts.</summary>
    /// <exception cref="EmbeddingItemException">A text cannot be embedded.</exception>
    /// <exception cref="GridException">The request cannot be answered; its kind says why.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        GenerateAsync([.. values.Select(MediaQuery.OfText)], options, cancellationToken);

    /// <summary>Embeds media; see <see cref="MediaTypes"/> for how their modality is told.</summary>
    /// <exception cref="EmbeddingItemException">A medium's modality cannot be told, or it cannot be embedded.</exception>
    /// <exception cref="GridException">The request cannot be answered; its kind says why.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return GenerateAsync([.. values.Select((value, i) => MediaTypes.ToQuery(value, i, options))], options, cancellationToken);
        }
        catch (EmbeddingItemException e)
        {
            return Task.FromException<GeneratedEmbeddings<Embedding<float>>>(e);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_owner) ? _owner
            : null;
    }

    /// <summary>Does nothing: the client that the generator was made with belongs to its maker.</summary>
    public void Dispose()
    {
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(List<MediaQuery> items, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        var model = options?.ModelId ?? _metadata.DefaultModelId
            ?? throw new GridException($"No model is named; name a space such as digits@stable in {nameof(EmbeddingGenerationOptions)}.{nameof(EmbeddingGenerationOptions.ModelId)} or in the client's options.");
        var dimensions = options?.Dimensions ?? _metadata.DefaultModelDimensions;
        if (dimensions is < 1)
            throw new GridException(string.Create(CultureInfo.InvariantCulture, $"{dimensions} dimensions are asked for; ask for 1 or more, or for none in particular."));
        var reply = await _backend.EmbedAsync(model, items, dimensions, cancellationToken);
        var now = DateTimeOffset.UtcNow;
        var embeddings = new GeneratedEmbeddings<Embedding<float>>(items.Count)
        {
            Usage = new UsageDetails { InputTokenCount = reply.Tokens, TotalTokenCount = reply.Tokens },
        };
        foreach (var item in reply.Items)
        {
            if (item.Error is { } error)
                throw error;
            embeddings.Add(new Embedding<float>(item.Vector) { ModelId = reply.Model, CreatedAt = now });
        }
        return embeddings;
    }
}
