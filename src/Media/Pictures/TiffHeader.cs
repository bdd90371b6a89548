using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>The tags of a TIFF's first picture that matter before decoding (TIFF 6.0; BigTIFF).</summary>
/// <param name="Width">ImageWidth.</param>
/// <param name="Height">ImageLength.</param>
/// <param name="Bits">BitsPerSample; of several channels 0, since their numbers stand elsewhere in the file.</param>
/// <param name="Channels">SamplesPerPixel.</param>
/// <param name="TilePixels">TileWidth times TileLength; 0 when the picture is not tiled.</param>
internal readonly record struct TiffHeader(uint Width, uint Height, uint Bits, uint Channels, ulong TilePixels)
{
    private const int MaxEntries = 512;

    /// <summary>Reads the tags of a file in memory.</summary>
    /// <returns>Null when the file is no TIFF or ends before its first directory does.</returns>
    internal static TiffHeader? Read(ReadOnlySpan<byte> bytes) =>
        Directory(bytes, bytes.Length) is var (at, big, little) && at < bytes.Length ? Parse(bytes[(int)at..], big, little) : null;

    /// <summary>Reads the tags of a content, which lie often at its end, without reading all of it.</summary>
    /// <returns>Null when the content is no TIFF or ends before its first directory does.</returns>
    /// <exception cref="ItemException">The content cannot be read.</exception>
    internal static TiffHeader? Read(MediaContent content)
    {
        if (Directory(content.Head, content.Length) is not var (at, big, little))
            return null;
        Span<byte> directory = stackalloc byte[2 + 64 * 20];
        using var stream = content.OpenRead();
        stream.Position = at;
        var read = stream.ReadAtLeast(directory, directory.Length, throwOnEndOfStream: false);
        return Parse(directory[..read], big, little);
    }

    private static (long At, bool Big, bool Little)? Directory(ReadOnlySpan<byte> head, long length)
    {
        if (head.Length < 16)
            return null;
        var little = head[0] == 'I';
        var big = UInt16(head[2..], little) == 43;
        var at = big ? (long)Math.Min(UInt64(head[8..], little), long.MaxValue) : UInt32(head[4..], little);
        return at < length ? (at, big, little) : null;
    }

    private static TiffHeader? Parse(ReadOnlySpan<byte> directory, bool big, bool little)
    {
        var (countLength, entryLength, valueAt) = big ? (8, 20, 12) : (2, 12, 8);
        if (directory.Length < countLength)
            return null;
        var count = big ? UInt64(directory, little) : UInt16(directory, little);
        // Absent tags have the values that the specification gives them.
        uint width = 0, height = 0, bits = 1, channels = 1, tileWidth = 0, tileHeight = 0;
        for (var i = 0; i < (int)Math.Min(count, MaxEntries); i++)
        {
            var at = countLength + i * entryLength;
            if (at + entryLength > directory.Length)
                break;
            var entry = directory.Slice(at, entryLength);
            var several = (big ? UInt64(entry[4..], little) : UInt32(entry[4..], little)) != 1;
            const int shortType = 3;
            var value = several ? 0 : UInt16(entry[2..], little) == shortType ? UInt16(entry[valueAt..], little) : UInt32(entry[valueAt..], little);
            switch (UInt16(entry, little))
            {
                case 256: width = value; break;
                case 257: height = value; break;
                case 258: bits = value; break;
                case 277: channels = value; break;
                case 322: tileWidth = value; break;
                case 323: tileHeight = value; break;
            }
        }
        return new(width, height, bits, channels, (ulong)tileWidth * tileHeight);
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static ulong UInt64(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);
}
