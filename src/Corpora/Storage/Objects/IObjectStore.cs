namespace UniBind.Grid.Corpora;

/// <summary>
/// Objects under keys below one root: a folder of this machine, a part of an Azure Blob container or of an S3 bucket. An object is absent or
/// complete at every moment and for every reader, also after a crash of the writer.
/// </summary>
/// <remarks>
/// Thread-safe and safe between processes and machines. Keys are relative with <c>/</c> (see <see cref="ObjectKey"/>). Every call is bounded in
/// time and ends when it is cancelled. All failures are a <see cref="CorpusException"/> whose message names the object by its printable address.
/// </remarks>
public interface IObjectStore
{
    /// <summary>The root's address for messages and records, without a slash at its end; holds no secret.</summary>
    string Address { get; }

    /// <summary>The root as an absolute path where it is a folder of this machine, otherwise null.</summary>
    string? LocalFolder { get; }

    /// <summary>The printable address of an object, from which <see cref="ObjectStores.OpenObject"/> finds it again.</summary>
    /// <exception cref="CorpusException">It is no key.</exception>
    string AddressOf(string key);

    /// <summary>Looks at an object; null when there is none.</summary>
    Task<ObjectInfo?> HeadAsync(string key, CancellationToken ct = default);

    /// <summary>Opens an object for reading at any position; null when there is none. What is remote is fetched whole first, into memory or a nameless temporary file.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken ct = default);

    /// <summary>Reads a range.</summary>
    /// <param name="key">The object.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="buffer">Takes the bytes.</param>
    /// <param name="version">The version that is meant, or null for whichever stands.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>The bytes read: fewer than asked for only where the object ends, 0 beyond its end.</returns>
    /// <exception cref="CorpusException">There is no such object (<see cref="CorpusFault.Missing"/>), or it has another version (<see cref="CorpusFault.Changed"/>).</exception>
    Task<int> ReadAsync(string key, long offset, Memory<byte> buffer, string? version = null, CancellationToken ct = default);

    /// <summary>Begins to write an object that has no name yet; see <see cref="StagedObject"/>.</summary>
    /// <param name="key">Where its bytes are kept meanwhile if the store is a folder; no two writers may give the same (<see cref="ObjectKey.Temporary"/>).</param>
    StagedObject Stage(string key);

    /// <summary>Lists objects, ordered by key.</summary>
    /// <param name="prefix">What the keys begin with; a folder ends with <c>/</c>.</param>
    /// <param name="ct">Ends the listing.</param>
    IAsyncEnumerable<ObjectInfo> ListAsync(string prefix = "", CancellationToken ct = default);

    /// <summary>Deletes an object, if there is one.</summary>
    Task DeleteAsync(string key, CancellationToken ct = default);

    /// <summary>Deletes everything below a folder, what broken-off writes left there included. What cannot be deleted stays.</summary>
    /// <param name="folder">Its key, without a slash at its end.</param>
    /// <param name="ct">Ends the deleting.</param>
    Task DeleteFolderAsync(string folder, CancellationToken ct = default);

    /// <summary>Removes what broken-off writes of an object left. For a time when nobody writes it: a writer at work would fail.</summary>
    Task SweepAsync(string key, CancellationToken ct = default);
}
