using System.Globalization;

namespace UniBind.Grid.Client;

/// <summary>Embeddings over an Orleans client.</summary>
/// <param name="online">The way to the encoder silos; splits lists by itself.</param>
internal sealed class OnlineEmbeddingBackend(IOnlineClient online) : IEmbeddingBackend
{
    /// <inheritdoc/>
    public Uri? Address => null;

    /// <inheritdoc/>
    public async Task<GridEmbeddings> EmbedAsync(string model, IReadOnlyList<MediaQuery> items, int? dimensions, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return new GridEmbeddings { Model = model, Items = [] };
        var results = new GridEmbedding[items.Count];
        var small = new List<int>(items.Count);
        for (var i = 0; i < results.Length; i++)
        {
            if (ItemLimits.Check(items[i], i) is { } error)
                results[i] = new GridEmbedding(default, error);
            else
                small.Add(i);
        }
        if (small.Count == 0)
            return new GridEmbeddings { Model = model, Items = results };
        var reply = await online.EmbedAsync(model, small.Count == items.Count ? items : [.. small.Select(i => items[i])], cancellationToken: cancellationToken);
        for (var i = 0; i < small.Count; i++)
            results[small[i]] = Convert(reply.Items[i], small[i], dimensions);
        return new GridEmbeddings { Model = reply.Space, Items = results, Tokens = reply.Items.Sum(i => (long)i.Tokens) };
    }

    private static GridEmbedding Convert(EmbeddedItem item, int index, int? dimensions) => item.Vector is null
        ? new GridEmbedding(default, new EmbeddingItemException(index, item.Code ?? ItemErrorCodes.Encoder, string.Create(CultureInfo.InvariantCulture, $"Item {index} cannot be embedded: {item.Message}")))
        : new GridEmbedding(VectorCut.First(item.ToFloats(), dimensions), null);
}
