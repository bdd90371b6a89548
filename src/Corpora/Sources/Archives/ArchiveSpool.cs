using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace UniBind.Grid.Corpora;

/// <summary>
/// A compressed archive, unpacked once per process to a nameless temporary file: a gzip stream cannot be read from its middle, and reading it
/// from its start for every entry would cost the square of its size. Plain tars need none of this and are the better choice for a large corpus.
/// </summary>
/// <remarks>
/// Thread-safe. The file has no name (Unix) or is deleted on close (Windows), so a killed process leaves nothing behind. The last four
/// archives are kept open; an older one closes when its last reader lets go of it. Bounds: <see cref="CorpusSourceOptions.MaxUnpackedBytes"/>,
/// and <see cref="CorpusSourceOptions.MaxExpansion"/> times the packed size.
/// </remarks>
internal sealed class ArchiveSpool
{
    private const int Kept = 4;
    private const int BlockBytes = 1 << 20;
    private static readonly Lock Gate = new();
    private static readonly List<(string Key, Lazy<ArchiveSpool> Spool)> Recent = [];

    private ArchiveSpool(SafeFileHandle handle, long length)
    {
        Handle = handle;
        Length = length;
    }

    /// <summary>The unpacked bytes, for reading at any offset.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>How many there are.</summary>
    public long Length { get; }

    /// <summary>The unpacked form of an archive; the first call unpacks it, concurrent calls wait for that.</summary>
    /// <exception cref="ItemException">Stage read: it is no gzip (<c>corrupt</c>) or unpacks to too much (<c>too-large</c>).</exception>
    /// <exception cref="CorpusException">The temporary folder takes no more; transient.</exception>
    public static ArchiveSpool Get(FoundFile file, CorpusSourceOptions options)
    {
        var key = $"{file.RealPath}\n{file.Version}\n{options.MaxUnpackedBytes}\n{options.MaxExpansion}";
        Lazy<ArchiveSpool> spool;
        lock (Gate)
        {
            var index = Recent.FindIndex(r => r.Key == key);
            spool = index >= 0 ? Recent[index].Spool : new Lazy<ArchiveSpool>(() => Unpack(file, options));
            if (index >= 0)
                Recent.RemoveAt(index);
            Recent.Insert(0, (key, spool));
            if (Recent.Count > Kept)
                Recent.RemoveAt(Kept);
        }
        try
        {
            return spool.Value;
        }
        catch
        {
            // A full disk may have room again at the next try.
            lock (Gate)
                Recent.RemoveAll(r => r.Spool == spool);
            throw;
        }
    }

    private static ArchiveSpool Unpack(FoundFile file, CorpusSourceOptions options)
    {
        var folder = options.SpoolFolder ?? Path.GetTempPath();
        var handle = Spool(folder, () => NamelessFile.Create(folder, ".tar"));
        try
        {
            var limit = Math.Min(options.MaxUnpackedBytes, Math.Max(file.Length * options.MaxExpansion, BlockBytes));
            using var packed = new FileStream(file.RealPath, FileMode.Open, FileAccess.Read, FileShare.Read, BlockBytes, FileOptions.SequentialScan);
            using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
            var block = new byte[BlockBytes];
            long length = 0;
            int read;
            while ((read = unpacked.Read(block)) > 0)
            {
                if (read > limit - length)
                    throw new ItemException(ItemStage.Read, ItemErrorCodes.TooLarge,
                        $"The archive unpacks to more than {limit:N0} bytes (the bounds are {options.MaxExpansion} times its size and {options.MaxUnpackedBytes:N0} bytes).");
                var (count, offset) = (read, length);
                Spool(folder, () =>
                {
                    RandomAccess.Write(handle, block.AsSpan(0, count), offset);
                    return count;
                });
                length += read;
            }
            return new ArchiveSpool(handle, length);
        }
        catch (InvalidDataException e)
        {
            handle.Dispose();
            throw new ItemException(ItemStage.Read, ItemErrorCodes.Corrupt, $"The archive cannot be unpacked: {e.Message}", e);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>A temporary folder that takes no more is no fault of the archive.</summary>
    private static T Spool<T>(string folder, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CorpusException($"The archive cannot be unpacked to the temporary folder '{folder}': {e.Message}; give it room (TMPDIR names another one).", e) { Fault = CorpusFault.Transient };
        }
    }
}
