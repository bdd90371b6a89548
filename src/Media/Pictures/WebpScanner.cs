using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>Walks the RIFF chunks of a WebP (WebP container specification) without decoding pixels.</summary>
internal static class WebpScanner
{
    private const int HeaderLength = 12;
    private const int ChunkHeaderLength = 8;
    private const int FrameHeaderLength = 16;

    /// <summary>Counts frames and reads their delays, until <paramref name="stopAfter"/> frames. A still picture has one frame.</summary>
    /// <exception cref="ItemException">The chunks end early.</exception>
    internal static AnimationIndex Scan(ReadOnlySpan<byte> bytes, int stopAfter)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith("RIFF"u8) || !bytes[8..].StartsWith("WEBP"u8))
            throw PictureHeader.Corrupt("The webp picture is cut off in its header.");
        var still = false;
        var delays = new List<double>();
        var end = (int)Math.Min(bytes.Length, ChunkHeaderLength + (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
        var at = (long)HeaderLength;
        while (at + ChunkHeaderLength <= end && delays.Count < stopAfter)
        {
            var chunk = bytes[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (at + ChunkHeaderLength + length > bytes.Length)
                throw PictureHeader.Corrupt("The webp picture is cut off.");
            var body = chunk.Slice(ChunkHeaderLength, (int)length);
            if (chunk.StartsWith("ANMF"u8) && length >= FrameHeaderLength)
            {
                delays.Add(AnimationIndex.Delay(UInt24(body[12..]) / 1000.0));
            }
            else if (chunk.StartsWith("VP8 "u8) || chunk.StartsWith("VP8L"u8))
            {
                still = true;
            }
            // Chunks are padded to an even length.
            at += ChunkHeaderLength + length + (length & 1);
        }
        if (delays.Count == 0 && still)
            delays.Add(AnimationIndex.Delay(0));
        return delays.Count > 0
            ? new(delays)
            : throw PictureHeader.Corrupt("The webp holds no picture.");
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}
