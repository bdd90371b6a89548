namespace UniBind.Grid.Corpora;

/// <summary>A reading position of its own in an unpacked archive, which others read at the same time.</summary>
internal sealed class SpoolStream(ArchiveSpool spool) : ReadOnlyStream
{
    public override long Length => spool.Length;

    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(spool.Handle, buffer, Position);
        Position += read;
        return read;
    }
}
