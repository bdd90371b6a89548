using System.Security.Cryptography;

namespace UniBind.Grid.Corpora;

/// <summary>Passes writes on and keeps their SHA-256 and count, so that a file is hashed while it is written, not read again.</summary>
/// <remarks>Not thread-safe. Forward only; does not own the stream beneath.</remarks>
/// <param name="inner">The stream beneath.</param>
/// <param name="translate">Turns a failure of the stream beneath into the one that the caller sees; null leaves it as it is.</param>
internal sealed class HashingStream(Stream inner, Func<Exception, Exception>? translate = null) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    /// <summary>The SHA-256 of all bytes written so far, in lower-case hexadecimal.</summary>
    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception e) when (translate is not null && LocalFaults.IsFault(e))
        {
            throw translate(e);
        }
        _hash.AppendData(buffer);
        _written += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (translate is not null && LocalFaults.IsFault(e))
        {
            throw translate(e);
        }
        _hash.AppendData(buffer.Span);
        _written += buffer.Length;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Encoders flush after every column; what counts is flushed once, at the end, by who owns the stream beneath.
    public override void Flush()
    {
        if (translate is null)
            inner.Flush();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _hash.Dispose();
        base.Dispose(disposing);
    }
}
