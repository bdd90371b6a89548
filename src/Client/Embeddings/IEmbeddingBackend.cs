namespace UniBind.Grid.Client;

/// <summary>Where the embeddings of a generator come from.</summary>
/// <remarks>Thread-safe.</remarks>
internal interface IEmbeddingBackend
{
    /// <summary>The address, for telemetry; null where there is none.</summary>
    Uri? Address { get; }

    /// <summary>Embeds items, of any number.</summary>
    /// <exception cref="GridException">The whole request cannot be answered.</exception>
    Task<GridEmbeddings> EmbedAsync(string model, IReadOnlyList<MediaQuery> items, int? dimensions, CancellationToken cancellationToken);
}
