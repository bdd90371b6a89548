using K4os.Compression.LZ4.Streams;
using ZstdSharp;

namespace UniBind.Grid.Media;

/// <summary>Unpacks the packets of an AEDAT 4 file into one reused buffer, within the limits on bytes and expansion.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class Aedat4Unpacker(Aedat4Compression compression, MediaLimits limits) : IDisposable
{
    /// <summary>Below this size no expansion counts as a bomb.</summary>
    private const long FreeBytes = 1 << 20;

    private readonly Decompressor _zstd = new();
    private byte[] _buffer = new byte[1 << 16];
    private long _total;

    /// <summary>Unpacks one packet; the result is valid until the next call.</summary>
    /// <exception cref="ItemException">The packet is damaged, or unpacks to more than the limits allow.</exception>
    public ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> packet)
    {
        if (compression == Aedat4Compression.None)
            return packet;
        var left = Math.Min(limits.MaxBytes - _total, Array.MaxLength);
        var allowed = (int)Math.Min(Math.Max(FreeBytes, (long)packet.Length * limits.MaxExpansion), left);
        var length = 0;
        try
        {
            length = compression is Aedat4Compression.Lz4 or Aedat4Compression.Lz4High ? UnpackLz4(packet, allowed) : UnpackZstd(packet.Span, allowed);
        }
        catch (Exception e) when (e is not (ItemException or OutOfMemoryException))
        {
            // The libraries throw a dozen kinds of exceptions on damaged packets, argument and range faults among them.
            throw Refuse.Corrupt("A packet of the recording is damaged and cannot be unpacked.", e);
        }
        _total += length;
        return _buffer.AsMemory(0, length);
    }

    /// <inheritdoc/>
    public void Dispose() => _zstd.Dispose();

    private int UnpackLz4(ReadOnlyMemory<byte> packet, int allowed)
    {
        using var frame = LZ4Frame.Decode(packet);
        var filled = 0;
        while (true)
        {
            var read = frame.ReadManyBytes(_buffer.AsSpan(filled));
            filled += read;
            if (filled > allowed)
                throw TooLarge(allowed);
            if (filled < _buffer.Length)
                return filled;
            Array.Resize(ref _buffer, (int)Math.Min(2L * filled, allowed + 1L));
        }
    }

    private int UnpackZstd(ReadOnlySpan<byte> packet, int allowed)
    {
        var bound = Decompressor.GetDecompressedSize(packet);
        if (bound > (ulong)allowed)
            throw TooLarge(allowed);
        if ((int)bound > _buffer.Length)
            _buffer = new byte[bound];
        return _zstd.Unwrap(packet, _buffer);
    }

    private static ItemException TooLarge(long allowed) =>
        Refuse.TooLarge("The bytes of an unpacked packet", allowed + 1, $"{nameof(MediaLimits.MaxBytes)} or {nameof(MediaLimits.MaxExpansion)}", allowed);
}
