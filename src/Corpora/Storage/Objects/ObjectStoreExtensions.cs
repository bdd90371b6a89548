using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>What is done with stores everywhere, in terms of their few operations.</summary>
public static class ObjectStoreExtensions
{
    /// <summary>Writes an object unless its key is taken: of all writers of one key exactly one gets true.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The key.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="ct">Ends the writing; nothing stays then.</param>
    /// <returns>False when the key was taken; that object is left as it is.</returns>
    /// <exception cref="CorpusException">It cannot be stored.</exception>
    public static async Task<bool> CreateAsync(this IObjectStore store, string key, Func<Stream, Task> write, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var staged = store.Stage(ObjectKey.Temporary(key));
        await using (staged.ConfigureAwait(false))
        {
            await write(staged.Stream).ConfigureAwait(false);
            return await staged.CreateAsync(key, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Writes an object from memory unless its key is taken.</summary>
    /// <inheritdoc cref="CreateAsync(IObjectStore, string, Func{Stream, Task}, CancellationToken)"/>
    public static Task<bool> CreateAsync(this IObjectStore store, string key, ReadOnlyMemory<byte> content, CancellationToken ct = default) =>
        store.CreateAsync(key, stream => stream.WriteAsync(content, ct).AsTask(), ct);

    /// <summary>Writes an object in place of whatever has its key; readers see the old or the new one, whole.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The key.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="ct">Ends the writing; the old object stays then.</param>
    /// <exception cref="CorpusException">It cannot be stored.</exception>
    public static async Task ReplaceAsync(this IObjectStore store, string key, Func<Stream, Task> write, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var staged = store.Stage(ObjectKey.Temporary(key));
        await using (staged.ConfigureAwait(false))
        {
            await write(staged.Stream).ConfigureAwait(false);
            await staged.ReplaceAsync(key, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Whether an object exists.</summary>
    public static async Task<bool> ExistsAsync(this IObjectStore store, string key, CancellationToken ct = default) =>
        await store.HeadAsync(key, ct).ConfigureAwait(false) is not null;

    /// <summary>Whether any object's key begins with a prefix.</summary>
    public static async Task<bool> AnyAsync(this IObjectStore store, string prefix, CancellationToken ct = default)
    {
        await foreach (var _ in store.ListAsync(prefix, ct).ConfigureAwait(false))
            return true;
        return false;
    }

    /// <summary>Reads a JSON object; null when it does not exist.</summary>
    /// <exception cref="CorpusException">It is there and is not what it should be.</exception>
    internal static async Task<T?> ReadJsonAsync<T>(this IObjectStore store, string key, CancellationToken ct) where T : class
    {
        var stream = await store.OpenAsync(key, ct).ConfigureAwait(false);
        if (stream is null)
            return null;
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                return await JsonSerializer.DeserializeAsync<T>(stream, CorporaJson.Options, ct).ConfigureAwait(false);
            }
            catch (JsonException e)
            {
                throw new CorpusException($"'{store.AddressOf(key)}' is damaged: {e.Message}", e);
            }
        }
    }

    /// <summary>Gives an object of one store a place in another, unless the key is taken there: by a hard link where both are folders that allow it, else by a copy.</summary>
    /// <param name="to">The store to copy to.</param>
    /// <param name="from">The store to copy from.</param>
    /// <param name="key">The key in both.</param>
    /// <param name="durable">False where the caller makes further names in the same folder durable right after.</param>
    /// <param name="ct">Ends the copying; nothing stays then.</param>
    /// <exception cref="CorpusException">There is no such object, or it cannot be read or stored.</exception>
    internal static async Task TakeAsync(this IObjectStore to, IObjectStore from, string key, bool durable, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (to is LocalObjectStore target && from is LocalObjectStore source && target.TryLink(source, key, durable))
            return;
        if (await to.ExistsAsync(key, ct).ConfigureAwait(false))
            return;
        var content = await from.OpenAsync(key, ct).ConfigureAwait(false)
            ?? throw new CorpusException($"'{from.AddressOf(key)}' does not exist; restore it or run the job again.") { Fault = CorpusFault.Missing };
        await using (content.ConfigureAwait(false))
            await to.CreateAsync(key, stream => content.CopyToAsync(stream, ct), ct).ConfigureAwait(false);
    }
}
