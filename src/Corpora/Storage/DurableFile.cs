namespace UniBind.Grid.Corpora;

/// <summary>Files that are either absent or complete, also after a power cut: temporary name, fsync, rename or link, fsync of the folder.</summary>
/// <remarks>Thread-safe and safe between processes: every writer has a temporary file of its own.</remarks>
internal static class DurableFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Writes a file and puts it in place of whatever had its name.</summary>
    public static async Task ReplaceAsync(string path, Func<Stream, Task> write, CancellationToken ct)
    {
        var file = new AtomicFile(path);
        await using (file.ConfigureAwait(false))
        {
            await write(file.Stream).ConfigureAwait(false);
            await file.CommitAsync(ct).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a file unless one of its name exists.</summary>
    /// <returns>False when the name was taken; that file is left as it is.</returns>
    public static async Task<bool> CreateAsync(string path, Func<Stream, Task> write, CancellationToken ct)
    {
        var temporary = TemporaryName(path);
        try
        {
            await WriteTemporaryAsync(temporary, write, ct).ConfigureAwait(false);
            return TryPublish(temporary, path);
        }
        finally
        {
            Discard(temporary);
        }
    }

    /// <summary>Writes a new file to the end and flushes it to the device.</summary>
    public static async Task WriteTemporaryAsync(string path, Func<Stream, Task> write, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, useAsync: false);
        await using (stream.ConfigureAwait(false))
        {
            await write(stream).ConfigureAwait(false);
            await stream.FlushAsync(ct).ConfigureAwait(false);
            RandomAccess.FlushToDisk(stream.SafeFileHandle);
        }
    }

    /// <summary>
    /// Gives a complete file its final name, once: of all callers of one name exactly one gets true. The temporary name goes either way.
    /// </summary>
    /// <remarks>
    /// By <c>link(2)</c>, which is atomic and refuses a taken name. Where hard links do not exist (Windows, FAT, some network file systems)
    /// by a move that does not overwrite: atomic on Windows; on a Unix file system without hard links two machines could both succeed.
    /// </remarks>
    public static bool TryPublish(string temporary, string path)
    {
        var error = Posix.IsSupported ? Posix.Link(temporary, path) : -1;
        var won = error switch
        {
            0 => true,
            Posix.FileExists => false,
            _ => TryMove(temporary, path),
        };
        SyncFolderOf(path);
        Discard(temporary);
        return won;
    }

    /// <summary>Gives a complete file its final name in place of whatever has it. Who has the old file open goes on reading that.</summary>
    public static void Replace(string temporary, string path)
    {
        File.Move(temporary, path, overwrite: true);
        SyncFolderOf(path);
    }

    /// <summary>Deletes a file if it is there; a failure to is not worth failing for.</summary>
    public static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A left-over temporary file is swept when the job finishes.
        }
    }

    /// <summary>Makes the names in the folder of <paramref name="path"/> durable.</summary>
    public static void SyncFolderOf(string path)
    {
        if (Posix.IsSupported)
            Posix.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    private static bool TryMove(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    /// <summary>A hidden name beside <paramref name="path"/> that nobody else has.</summary>
    public static string TemporaryName(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
}
