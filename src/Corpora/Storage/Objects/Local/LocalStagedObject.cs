namespace UniBind.Grid.Corpora;

/// <summary>A temporary file that takes its name when it is complete and flushed to the device.</summary>
internal sealed class LocalStagedObject : StagedObject
{
    private const int BufferBytes = 1 << 16;
    private readonly LocalObjectStore _store;
    private readonly string _temporary;
    private readonly FileStream _file;
    private readonly HashingStream _stream;

    public LocalStagedObject(LocalObjectStore store, string temporary)
    {
        _store = store;
        _temporary = temporary;
        _file = LocalFaults.Guard(temporary, "written", () =>
        {
            LocalObjectStore.EnsureFolderOf(temporary);
            return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, useAsync: false);
        });
        _stream = new HashingStream(_file, e => LocalFaults.Translate(e, temporary, "written"));
    }

    public override Stream Stream => _stream;

    public override string Sha256 => _stream.Sha256;

    public override long Length => _stream.Length;

    public override async Task<bool> CreateAsync(string key, CancellationToken ct = default)
    {
        var path = _store.AddressOf(key);
        await FlushAsync(path, ct).ConfigureAwait(false);
        return LocalFaults.Guard(path, "written", () =>
        {
            LocalObjectStore.EnsureFolderOf(path);
            return DurableFile.TryPublish(_temporary, path);
        });
    }

    public override async Task ReplaceAsync(string key, CancellationToken ct = default)
    {
        var path = _store.AddressOf(key);
        await FlushAsync(path, ct).ConfigureAwait(false);
        LocalFaults.Guard(path, "written", () =>
        {
            LocalObjectStore.EnsureFolderOf(path);
            DurableFile.Replace(_temporary, path);
            return true;
        });
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await _file.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The rest of a buffer for which the disk has no room: the file goes anyway.
        }
        await _stream.DisposeAsync().ConfigureAwait(false);
        DurableFile.Discard(_temporary);
    }

    private async Task FlushAsync(string path, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            await _file.FlushAsync(ct).ConfigureAwait(false);
            RandomAccess.FlushToDisk(_file.SafeFileHandle);
            await _file.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (LocalFaults.IsFault(e))
        {
            throw LocalFaults.Translate(e, path, "written");
        }
    }
}
