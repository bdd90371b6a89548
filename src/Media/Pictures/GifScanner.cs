using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>Walks the blocks of a GIF (GIF89a specification, 1990) without decoding pixels.</summary>
internal static class GifScanner
{
    private const int HeaderLength = 13;
    private const int DescriptorLength = 10;
    private const byte Trailer = 0x3B;
    private const byte Extension = 0x21;
    private const byte ImageDescriptor = 0x2C;
    private const byte GraphicControl = 0xF9;

    /// <summary>Counts frames and reads their delays, until <paramref name="stopAfter"/> frames.</summary>
    /// <exception cref="ItemException">The blocks end early or are none.</exception>
    internal static AnimationIndex Scan(ReadOnlySpan<byte> bytes, int stopAfter)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith("GIF8"u8))
            throw PictureHeader.Corrupt("The gif picture is cut off in its header.");
        var delays = new List<double>();
        var delay = 0.0;
        var at = HeaderLength + PaletteLength(bytes[10]);
        // Many writers leave the trailer out; the end of the file after a whole block is as good.
        while (at < bytes.Length && bytes[at] != Trailer && delays.Count < stopAfter)
        {
            switch (bytes[at])
            {
                case Extension when at + 2 <= bytes.Length:
                    if (at + 6 <= bytes.Length && bytes[at + 1] == GraphicControl)
                        delay = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 4)..]) / 100.0;
                    at = SkipSubBlocks(bytes, at + 2);
                    break;
                case ImageDescriptor when at + DescriptorLength <= bytes.Length:
                    // The descriptor, its palette, and one byte for the code size come before the compressed pixels.
                    at = SkipSubBlocks(bytes, at + DescriptorLength + PaletteLength(bytes[at + 9]) + 1);
                    delays.Add(AnimationIndex.Delay(delay));
                    delay = 0;
                    break;
                default:
                    throw PictureHeader.Corrupt($"The gif picture is damaged at byte {at:N0}.");
            }
        }
        return delays.Count > 0
            ? new(delays)
            : throw PictureHeader.Corrupt("The gif holds no picture.");
    }

    private static int PaletteLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static int SkipSubBlocks(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length)
        {
            var length = bytes[at];
            at += 1 + length;
            if (length == 0)
                return at;
        }
        throw PictureHeader.Corrupt("The gif picture is cut off.");
    }
}
