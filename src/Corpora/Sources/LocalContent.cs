using System.Text;
using Microsoft.Win32.SafeHandles;

namespace UniBind.Grid.Corpora;

/// <summary>Opens addresses below a root: whole files, lines of .jsonl files, entries of archives, text that the listing carries.</summary>
/// <remarks>Thread-safe. No file stays open beyond a call, but for unpacked archives (<see cref="ArchiveSpool"/>).</remarks>
internal sealed class LocalContent(string realRoot, CorpusSourceOptions options)
{
    /// <summary>The content of an item; refused when the file's size or time differ from the listing's.</summary>
    /// <exception cref="ItemException">Stage read.</exception>
    /// <exception cref="CorpusException">The machine has no room or files left; transient.</exception>
    public MediaContent Open(CorpusItem item)
    {
        if (!ItemAddress.TryParse(item.Uri, out var address))
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Unreadable, $"'{item.Uri}' is no address of this source.");
        if (address.Row >= 0)
            return MediaContent.FromBytes($"{address.Path}#{address.Row}.txt", Encoding.UTF8.GetBytes(item.Text ?? ""));
        try
        {
            return Open(item, address);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            MachineFaults.Refuse(e, address.Path);
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Unreadable, $"'{address.Path}' cannot be read: {e.Message}", e);
        }
    }

    private MediaContent Open(CorpusItem item, in ItemAddress address)
    {
        var path = options.AllowAbsolutePaths && Path.IsPathRooted(address.Path) ? address.Path : SafePath.Resolve(realRoot, address.Path);
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Unreadable, $"'{address.Path}' does not exist.");
        var version = FileVersion.Of(file);
        if (item.Version.Length > 0 && !string.Equals(version, item.Version, StringComparison.Ordinal))
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Changed, $"'{address.Path}' changed since it was listed; run the job again to embed the new content.");
        if (address.IsRange)
            return OpenRange(address, new FoundFile(address.Path, path, file.Length, version));

        // Named pipes, sockets and devices have length 0, and opening one could wait for ever.
        return file.Length == 0
            ? MediaContent.FromBytes(address.Path, ReadOnlyMemory<byte>.Empty)
            : MediaContent.FromFile(path, address.Path);
    }

    private MediaContent OpenRange(in ItemAddress address, in FoundFile file)
    {
        var limit = address.Entry is null ? options.MaxLineBytes : options.MaxEntryBytes;
        if (address.Length > limit)
            throw new ItemException(ItemStage.Read, ItemErrorCodes.TooLarge, $"The content has {address.Length:N0} bytes and the limit is {limit:N0}.");
        if (address.Entry is null)
            return OpenLine(address, file);

        if (TarArchive.IsCompressed(file.Name))
        {
            var spool = ArchiveSpool.Get(file, options);
            return MediaContent.FromBytes($"{address.Path}!{address.Entry}", Read(spool.Handle, address, spool.Length));
        }
        using var handle = File.OpenHandle(file.RealPath);
        return MediaContent.FromBytes($"{address.Path}!{address.Entry}", Read(handle, address, file.Length));
    }

    private static MediaContent OpenLine(in ItemAddress address, in FoundFile file)
    {
        using var handle = File.OpenHandle(file.RealPath);
        var line = Read(handle, address, file.Length);
        if (!ManifestJson.TryParse(line, out var record, out var problem) || record.Text is null)
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Corrupt, problem ?? "The line has no text.");
        return MediaContent.FromBytes($"{address.Path}#{address.Offset}.txt", Encoding.UTF8.GetBytes(record.Text));
    }

    private static byte[] Read(SafeFileHandle handle, in ItemAddress address, long fileLength)
    {
        // The range comes from a plan file: it is checked against the file before anything is allocated.
        if (address.Offset > fileLength || address.Length > fileLength - address.Offset)
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Corrupt, $"'{address}' lies beyond the end of the file.");
        var bytes = GC.AllocateUninitializedArray<byte>((int)address.Length);
        var read = 0;
        while (read < bytes.Length)
        {
            var n = RandomAccess.Read(handle, bytes.AsSpan(read), address.Offset + read);
            if (n == 0)
                throw new ItemException(ItemStage.Read, ItemErrorCodes.Changed, $"'{address.Path}' became shorter while it was read.");
            read += n;
        }
        return bytes;
    }
}
