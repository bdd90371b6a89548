namespace UniBind.Grid.Client;

/// <summary>
/// Online embedding and classification: each call goes to the less loaded of two encoder silos drawn at random, away from silos that leave, and once more to another one
/// when a silo dies under it.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public interface IOnlineClient
{
    /// <summary>Embeds items; more than fit into one call are split over calls and silos.</summary>
    /// <param name="space"><c>name@7</c>, <c>name@latest</c>, <c>name@stable</c>, <c>PACK@0</c>, or a bare name: the space's latest version, else the pack.</param>
    /// <param name="items">The items, of any modalities; each at most <see cref="EmbedRequest.MaxBytes"/>.</param>
    /// <param name="timeout">How long the caller waits; null for as long as <paramref name="cancellationToken"/> lets it.</param>
    /// <param name="cancellationToken">Takes the items back: their places in queues are free at once.</param>
    /// <returns>A result for each item, in their order; an item that cannot be embedded has its reason and harms no other.</returns>
    /// <exception cref="GridException">There is no such space or modality, an item is too large, all silos are full, or none is there; <see cref="GridException.Kind"/> says which.</exception>
    Task<OnlineEmbeddings> EmbedAsync(string space, IReadOnlyList<MediaQuery> items, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Classifies one item in a published space version.</summary>
    /// <param name="space">As above, but for <c>PACK@0</c>, which has no classes.</param>
    /// <param name="item">The item.</param>
    /// <param name="top">How many classes, 1 to <see cref="ClassifyRequest.MaxTop"/>.</param>
    /// <param name="timeout">How long the caller waits.</param>
    /// <param name="cancellationToken">Takes the item back.</param>
    /// <exception cref="GridException">As above, or the space tells no classes for the modality.</exception>
    Task<ClassifyReply> ClassifyAsync(string space, MediaQuery item, int top = 5, TimeSpan? timeout = null, CancellationToken cancellationToken = default);
}
