using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>Width times height from the headers of picture files; null where the header does not tell.</summary>
internal static class PictureHeader
{
    private const int MaxSegments = 256, MaxTags = 512;

    /// <summary>The pixels of one frame.</summary>
    public static double? Pixels(MediaContent content, MediaFormat format)
    {
        var head = content.Head;
        return format switch
        {
            MediaFormat.Png => Png(head),
            MediaFormat.Gif => Gif(head),
            MediaFormat.Webp => Webp(head),
            MediaFormat.Jpeg => Jpeg(content),
            MediaFormat.Tiff => Tiff(content),
            _ => null,
        };
    }

    private static double? Png(ReadOnlySpan<byte> head) =>
        head.Length >= 24 ? Area(BinaryPrimitives.ReadUInt32BigEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[20..])) : null;

    private static double? Gif(ReadOnlySpan<byte> head) =>
        head.Length >= 10 ? Area(BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..])) : null;

    private static double? Webp(ReadOnlySpan<byte> head)
    {
        if (head.Length < 30)
            return null;
        var chunk = head[12..16];
        if (chunk.SequenceEqual("VP8X"u8))
            return Area(1 + UInt24(head[24..]), 1 + UInt24(head[27..]));
        if (chunk.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(head[21..]);
            return Area(1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF));
        }
        return chunk.SequenceEqual("VP8 "u8)
            ? Area(BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFFu, BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFFu)
            : null;
    }

    /// <summary>Follows the segments to the first frame header; metadata and thumbnails can put it far into the file.</summary>
    private static double? Jpeg(MediaContent content)
    {
        using var stream = content.OpenRead();
        Span<byte> bytes = stackalloc byte[9];
        long position = 2;
        for (var i = 0; i < MaxSegments && ReadAt(stream, position, bytes); i++)
        {
            if (bytes[0] != 0xFF)
                return null;
            if (bytes[1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return Area(BinaryPrimitives.ReadUInt16BigEndian(bytes[7..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[5..]));
            position += bytes[1] is 0xFF ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        }
        return null;
    }

    private static double? Tiff(MediaContent content)
    {
        using var stream = content.OpenRead();
        Span<byte> bytes = stackalloc byte[12];
        if (!ReadAt(stream, 0, bytes[..8]))
            return null;
        var big = bytes[0] == 'M';
        var directory = UInt32(bytes[4..], big);
        if (!ReadAt(stream, directory, bytes[..2]))
            return null;
        var tags = Math.Min(UInt16(bytes, big), MaxTags);
        uint width = 0, height = 0;
        for (var i = 0; i < tags && ReadAt(stream, directory + 2L + 12L * i, bytes); i++)
        {
            var value = UInt16(bytes[2..], big) == 3 ? UInt16(bytes[8..], big) : UInt32(bytes[8..], big);
            switch (UInt16(bytes, big))
            {
                case 256: width = value; break;
                case 257: height = value; break;
            }
        }
        return Area(width, height);
    }

    private static double? Area(uint width, uint height) => width == 0 || height == 0 ? null : (double)width * height;

    private static uint UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16);

    private static uint UInt16(ReadOnlySpan<byte> bytes, bool big) =>
        big ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool big) =>
        big ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static bool ReadAt(Stream stream, long position, Span<byte> bytes)
    {
        if (position < 0 || position > stream.Length - bytes.Length)
            return false;
        stream.Position = position;
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
    }
}
