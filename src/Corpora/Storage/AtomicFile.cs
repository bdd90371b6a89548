namespace UniBind.Grid.Corpora;

/// <summary>A file written piece by piece that takes its name only when it is complete and durable; without <see cref="CommitAsync"/> nothing stays.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class AtomicFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _stream;

    public AtomicFile(string path)
    {
        _path = path;
        _temporary = DurableFile.TemporaryName(path);
        _stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
    }

    public Stream Stream => _stream;

    public async Task CommitAsync(CancellationToken ct)
    {
        await _stream.FlushAsync(ct).ConfigureAwait(false);
        RandomAccess.FlushToDisk(_stream.SafeFileHandle);
        await _stream.DisposeAsync().ConfigureAwait(false);
        DurableFile.Replace(_temporary, _path);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        DurableFile.Discard(_temporary);
    }
}
