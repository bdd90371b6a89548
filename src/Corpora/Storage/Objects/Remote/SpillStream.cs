namespace UniBind.Grid.Corpora;

/// <summary>Bytes on their way to or from a remote store: in memory while they are few, then in a nameless temporary file.</summary>
/// <remarks>Not thread-safe. At most <see cref="MaxBytes"/>, so that no object fills the disk of a silo.</remarks>
internal sealed class SpillStream : Stream
{
    /// <summary>The most bytes of one object.</summary>
    public const long MaxBytes = 16L << 30;

    private const int MemoryBytes = 4 << 20;
    private Stream _inner = new MemoryStream();

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _inner.Length;

    public override long Position
    {
        get => _inner.Position;
        set => _inner.Position = value;
    }

    /// <summary>Whether the bytes lie in a file by now.</summary>
    public bool IsSpilled => _inner is FileStream;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Reserve(buffer.Length);
        _inner.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Reserve(buffer.Length);
        return _inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer) => _inner.Read(buffer);

    public override int Read(byte[] buffer, int offset, int count) => _inner.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => _inner.Seek(offset, origin);

    public override void Flush() => _inner.Flush();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    private void Reserve(int more)
    {
        if (_inner.Length + more > MaxBytes)
            throw new IOException($"An object has more than {MaxBytes:N0} bytes.");
        if (_inner is not MemoryStream memory || memory.Length + more <= MemoryBytes)
            return;
        var file = new FileStream(NamelessFile.Create(Path.GetTempPath(), ".object"), FileAccess.ReadWrite, 1 << 16);
        memory.Position = 0;
        memory.CopyTo(file);
        memory.Dispose();
        _inner = file;
    }
}
