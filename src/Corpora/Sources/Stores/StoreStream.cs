namespace UniBind.Grid.Corpora;

/// <summary>One version of an object as a stream that reads by range what is asked for, and a little ahead: for the headers of a tar.</summary>
/// <remarks>Not thread-safe. Reading blocks until the bytes are here. Failures of storage come as <see cref="CorpusException"/>.</remarks>
internal sealed class StoreStream(IObjectStore store, ObjectInfo info, CancellationToken ct) : ReadOnlyStream
{
    private const int BlockBytes = 64 << 10;
    private byte[] _block = [];
    private long _blockStart;
    private int _blockLength;

    public override long Length => info.Length;

    public override int Read(Span<byte> buffer)
    {
        if (Position >= Length || buffer.IsEmpty)
            return 0;
        if (Position < _blockStart || Position >= _blockStart + _blockLength)
        {
            if (_block.Length == 0)
                _block = new byte[BlockBytes];
            _blockLength = store.ReadAsync(info.Key, Position, _block, info.Version, ct).GetAwaiter().GetResult();
            _blockStart = Position;
        }
        var from = (int)(Position - _blockStart);
        var count = Math.Min(buffer.Length, _blockLength - from);
        _block.AsSpan(from, count).CopyTo(buffer);
        Position += count;
        return count;
    }
}
