namespace UniBind.Grid.Corpora;

/// <summary>Objects as files below a folder. Create-if-absent is <c>link(2)</c>, replacing is <c>rename(2)</c>; file and folder are flushed to the device by both.</summary>
/// <remarks>Thread-safe and safe between processes, and between machines where the file system is one that several mount and that has hard links.</remarks>
/// <param name="folder">The absolute path; need not exist.</param>
internal sealed class LocalObjectStore(string folder) : IObjectStore
{
    public string Address => folder;

    public string? LocalFolder => folder;

    public string AddressOf(string key) => ObjectAddress.Combine(folder, ObjectKey.Require(key));

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var path = AddressOf(key);
        return Task.FromResult(LocalFaults.Guard<ObjectInfo?>(path, "read", () =>
        {
            var file = new FileInfo(path);
            return file.Exists ? new ObjectInfo(key, file.Length, FileVersion.Of(file)) : null;
        }));
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var path = AddressOf(key);
        return Task.FromResult(LocalFaults.Guard<Stream?>(path, "read", () => Open(path)));
    }

    public async Task<int> ReadAsync(string key, long offset, Memory<byte> buffer, string? version = null, CancellationToken ct = default)
    {
        var path = AddressOf(key);
        var stream = LocalFaults.Guard(path, "read", () => Open(path))
            ?? throw new CorpusException($"'{path}' does not exist.") { Fault = CorpusFault.Missing };
        await using (stream.ConfigureAwait(false))
        {
            // The open file is looked at, not its name: that may be another file's by now.
            if (version is not null && FileVersion.Of(File.GetLastWriteTimeUtc(stream.SafeFileHandle), stream.Length) != version)
                throw new CorpusException($"'{path}' changed since it was listed.") { Fault = CorpusFault.Changed };
            try
            {
                var read = 0;
                while (read < buffer.Length && await RandomAccess.ReadAsync(stream.SafeFileHandle, buffer[read..], offset + read, ct).ConfigureAwait(false) is var more and > 0)
                    read += more;
                return read;
            }
            catch (Exception e) when (LocalFaults.IsFault(e))
            {
                throw LocalFaults.Translate(e, path, "read");
            }
        }
    }

    public StagedObject Stage(string key) => new LocalStagedObject(this, AddressOf(key));

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix = "", CancellationToken ct = default) => new LocalListing(folder, prefix).RunAsync(ct);

    public Task DeleteAsync(string key, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var path = AddressOf(key);
        LocalFaults.Guard(path, "deleted", () =>
        {
            if (File.Exists(path))
                File.Delete(path);
            return true;
        });
        return Task.CompletedTask;
    }

    public Task DeleteFolderAsync(string folder, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var path = AddressOf(folder);
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (LocalFaults.IsFault(e))
        {
            // Someone writes into it; what that leaves is no object.
        }
        return Task.CompletedTask;
    }

    public Task SweepAsync(string key, CancellationToken ct = default)
    {
        var (parent, name) = ObjectAddress.Split(AddressOf(key));
        if (Directory.Exists(parent))
            foreach (var path in Directory.EnumerateFiles(parent, $".{name}.*"))
                if (ObjectKey.IsTemporary(Path.GetFileName(path.AsSpan())))
                    DurableFile.Discard(path);
        return Task.CompletedTask;
    }

    /// <summary>Gives a file of another folder a second name under the same key here; a name that is taken is as good.</summary>
    /// <returns>False where the file systems cannot, or there is no such file.</returns>
    public bool TryLink(LocalObjectStore source, string key, bool durable)
    {
        if (!Posix.IsSupported)
            return false;
        var path = AddressOf(key);
        LocalFaults.Guard(path, "written", () => EnsureFolderOf(path));
        if (Posix.Link(source.AddressOf(key), path) is not (0 or Posix.FileExists))
            return false;
        if (durable)
            DurableFile.SyncFolderOf(path);
        return true;
    }

    /// <summary>Makes the folder of a file, durably.</summary>
    internal static bool EnsureFolderOf(string path)
    {
        var parent = Path.GetDirectoryName(path)!;
        if (Directory.Exists(parent))
            return false;
        Directory.CreateDirectory(parent);
        DurableFile.SyncFolderOf(parent);
        return true;
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
