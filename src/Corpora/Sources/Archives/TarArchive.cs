namespace UniBind.Grid.Corpora;

/// <summary>Lists the entries of a tar in the WebDataset layout; ids are <c>archive!entry</c>.</summary>
/// <remarks>
/// Entries with the same name up to the first dot of its last part, one behind the other, are one sample; see <see cref="TarSample"/>.
/// Links, devices and sparse files are refused, names that leave the archive as well: nothing is ever unpacked under its own name,
/// but whoever writes such names means harm. Hidden entries and folders are passed over.
/// </remarks>
internal sealed class TarArchive(FoundFile file, CorpusSourceOptions options)
{
    private const int HeaderBuffer = 4096;

    /// <summary>True for .tar, .tar.gz and .tgz.</summary>
    public static bool IsArchive(string name) => name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) || IsCompressed(name);

    /// <summary>True for .tar.gz and .tgz, which are unpacked to a temporary file to be read at random (<see cref="ArchiveSpool"/>).</summary>
    public static bool IsCompressed(string name) =>
        name.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<ListedItem> List(CancellationToken ct)
    {
        Stream? stream = null;
        ListedItem? failure = null;
        try
        {
            stream = OpenStream(ct);
        }
        catch (ItemException e)
        {
            failure = Failed(e.Code, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            MachineFaults.Refuse(e, file.Name);
            failure = Failed(ItemErrorCodes.Unreadable, $"The archive cannot be read: {e.Message}");
        }
        if (stream is null)
        {
            yield return failure!.Value;
            yield break;
        }
        using (stream)
        {
            foreach (var item in List(stream, ct))
                yield return item;
        }
    }

    private IEnumerable<ListedItem> List(Stream stream, CancellationToken ct)
    {
        var reader = new TarWalker(stream);
        var sample = new TarSample(file, reader, options);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var (more, entry, damage) = Next(reader);
            if (!more)
            {
                foreach (var item in sample.Flush())
                    yield return item;
                if (damage is not null)
                    yield return Failed(ItemErrorCodes.Corrupt, damage);
                yield break;
            }
            entry = entry with { Name = Normal(entry.Name) };
            if (entry.Type == ArchiveEntry.Folder || IsHidden(entry.Name))
                continue;
            if (Refuse(entry) is { } problem)
            {
                yield return problem;
                continue;
            }
            if (!sample.Accepts(entry))
                foreach (var item in sample.Flush())
                    yield return item;
            if (TryAdd(sample, entry) is { } unreadable)
                yield return unreadable;
        }
    }

    private ListedItem? TryAdd(TarSample sample, in ArchiveEntry entry)
    {
        try
        {
            sample.Add(entry);
            return null;
        }
        catch (IOException e)
        {
            MachineFaults.Refuse(e, entry.Name);
            return Failed(entry, ItemErrorCodes.Unreadable, $"The entry cannot be read: {e.Message}");
        }
    }

    private Stream OpenStream(CancellationToken ct)
    {
        if (ObjectAddress.IsRemote(file.RealPath))
        {
            if (IsCompressed(file.Name))
                throw new ItemException(ItemStage.Read, ItemErrorCodes.Unsupported, "A compressed archive in object storage cannot be read at random; store it as plain tar.");
            var (store, key) = ObjectStores.OpenObject(file.RealPath);
            return new StoreStream(store, new ObjectInfo(key, file.Length, file.Version), ct);
        }
        if (!IsCompressed(file.Name))
            return new FileStream(file.RealPath, FileMode.Open, FileAccess.Read, FileShare.Read, HeaderBuffer);
        return new SpoolStream(ArchiveSpool.Get(file, options));
    }

    private static (bool More, ArchiveEntry Entry, string? Damage) Next(TarWalker reader)
    {
        try
        {
            return (reader.Read(out var entry), entry, null);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return (false, default, e.Message);
        }
    }

    private ListedItem? Refuse(in ArchiveEntry entry)
    {
        if (!SafePath.IsRelative(entry.Name, foreign: true))
            return Failed(entry, ItemErrorCodes.Escapes, "The entry's name leads out of the archive.");
        if (entry.Type is not ArchiveEntry.File)
            return Failed(entry, entry.Type == ArchiveEntry.Sparse ? ItemErrorCodes.Unsupported : ItemErrorCodes.Forbidden,
                entry.Type == ArchiveEntry.Sparse ? "The entry is a sparse file." : "The entry is a link or device, not a file.");
        return entry.Length > options.MaxEntryBytes
            ? Failed(entry, ItemErrorCodes.TooLarge, $"The entry has {entry.Length:N0} bytes and the limit is {options.MaxEntryBytes:N0}.")
            : null;
    }

    private ListedItem Failed(in ArchiveEntry entry, string code, string message) =>
        ListedItem.Failed(ListedItem.Shorten($"{file.Name}!{entry.Name}"), ListedItem.Shorten(new ItemAddress(file.Name, entry.Name).ToString()), code, message);

    private ListedItem Failed(string code, string message) =>
        ListedItem.Failed(file.Name, new ItemAddress(file.Name).ToString(), code, message);

    private static string Normal(string name)
    {
        while (name.StartsWith("./", StringComparison.Ordinal))
            name = name[2..];
        return name;
    }

    private static bool IsHidden(string name)
    {
        foreach (var part in name.AsSpan().Split('/'))
            if (name.AsSpan()[part] is ['.', not '.', ..])
                return true;
        return name.Length == 0;
    }
}
