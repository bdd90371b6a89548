namespace UniBind.Grid.Corpora;

/// <summary>What a remote service does with the objects of one container or bucket; names are whole, prefixes included.</summary>
/// <remarks>Thread-safe. Requests are retried a few times with growing pauses where the service is overloaded or does not answer. Failures come as the service's own
/// exceptions, which <see cref="Translate"/> knows.</remarks>
internal interface IBlobClient
{
    /// <summary>The container's address, without a slash at its end; holds no secret.</summary>
    string Address { get; }

    /// <summary>Looks at an object; null when there is none.</summary>
    Task<ObjectInfo?> HeadAsync(string name, CancellationToken ct);

    /// <summary>Reads a range.</summary>
    /// <returns>The bytes read, the object's length and its version; null when there is no such object.</returns>
    Task<RangeRead?> ReadAsync(string name, long offset, Memory<byte> buffer, string? version, CancellationToken ct);

    /// <summary>Stores an object.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its content, from the start; may be read more than once.</param>
    /// <param name="sha256">The content's hash, kept with the object.</param>
    /// <param name="create">True to leave an object of this name as it is.</param>
    /// <param name="ct">Ends the storing.</param>
    /// <returns>False when <paramref name="create"/> found the name taken by another writer.</returns>
    Task<bool> PutAsync(string name, Stream content, string sha256, bool create, CancellationToken ct);

    /// <summary>Lists objects by name.</summary>
    IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken ct);

    /// <summary>Deletes an object, if there is one.</summary>
    Task DeleteAsync(string name, CancellationToken ct);

    /// <summary>Removes uploads of an object that were begun and not ended, where the service shows them.</summary>
    Task SweepAsync(string name, CancellationToken ct);

    /// <summary>What a failure of the service means; null where it is none of the service's.</summary>
    RemoteFault? Translate(Exception e);
}
