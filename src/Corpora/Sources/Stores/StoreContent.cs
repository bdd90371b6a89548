using System.Text;

namespace UniBind.Grid.Corpora;

/// <summary>Opens the items of a store: whole objects, lines of .jsonl objects, entries of tars, text that the listing carries.</summary>
/// <remarks>
/// Thread-safe. Blocks until the bytes are here, on the decode threads, which are there for that. A content that changed or went since the
/// listing is the item's failure; storage that does not answer is not, and comes as a <see cref="CorpusException"/>, so that the shard is tried again.
/// </remarks>
internal sealed class StoreContent(IObjectStore store, CorpusSourceOptions options)
{
    /// <summary>A content with more bytes goes to a temporary file instead of into memory.</summary>
    public const long MemoryBytes = 32L << 20;

    /// <exception cref="ItemException">Stage read.</exception>
    /// <exception cref="CorpusException">Storage does not answer, or refuses.</exception>
    public MediaContent Open(CorpusItem item)
    {
        if (!ItemAddress.TryParse(item.Uri, out var address) || !ObjectKey.IsKey(address.Path))
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Unreadable, $"'{item.Uri}' is no address of this source.");
        if (address.Row >= 0)
            return MediaContent.FromBytes($"{address.Path}#{address.Row}.txt", Encoding.UTF8.GetBytes(item.Text ?? ""));
        if (address.IsRange)
            return OpenRange(item, address);
        if (item.Bytes > options.MaxEntryBytes)
            throw new ItemException(ItemStage.Read, ItemErrorCodes.TooLarge, $"The content has {item.Bytes:N0} bytes and the limit is {options.MaxEntryBytes:N0}.");
        if (item.Bytes <= MemoryBytes)
            return MediaContent.FromRanges(address.Path, item.Bytes, (offset, count) => Read(item, address.Path, offset, count));
        var spooled = Guard(address.Path, () => SpooledObject.FetchAsync(store, new ObjectInfo(address.Path, item.Bytes, item.Version), CancellationToken.None).GetAwaiter().GetResult());
        return MediaContent.FromFile(spooled.Path, address.Path, deleteOnDispose: true);
    }

    private MediaContent OpenRange(CorpusItem item, in ItemAddress address)
    {
        var limit = address.Entry is null ? options.MaxLineBytes : options.MaxEntryBytes;
        if (address.Length > limit)
            throw new ItemException(ItemStage.Read, ItemErrorCodes.TooLarge, $"The content has {address.Length:N0} bytes and the limit is {limit:N0}.");
        var (path, start) = (address.Path, address.Offset);
        if (address.Entry is not null)
            return MediaContent.FromRanges($"{path}!{address.Entry}", address.Length, (offset, count) => Read(item, path, start + offset, count));
        var line = Read(item, path, start, (int)address.Length);
        if (!ManifestJson.TryParse(line, out var record, out var problem) || record.Text is null)
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Corrupt, problem ?? "The line has no text.");
        return MediaContent.FromBytes($"{path}#{start}.txt", Encoding.UTF8.GetBytes(record.Text));
    }

    private byte[] Read(CorpusItem item, string key, long offset, int count)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(count);
        var version = item.Version.Length > 0 ? item.Version : null;
        return Guard(key, () => store.ReadAsync(key, offset, bytes, version).GetAwaiter().GetResult()) == count
            ? bytes
            : throw Changed(key);
    }

    private static T Guard<T>(string key, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CorpusException e) when (e.Fault == CorpusFault.Changed)
        {
            throw Changed(key);
        }
        catch (CorpusException e) when (e.Fault == CorpusFault.Missing)
        {
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Unreadable, $"'{key}' does not exist.");
        }
    }

    private static ItemException Changed(string key) =>
        new(ItemStage.Read, ItemErrorCodes.Changed, $"'{key}' changed since it was listed; run the job again to embed the new content.");
}
