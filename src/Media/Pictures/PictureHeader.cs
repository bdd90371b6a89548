using System.Buffers.Binary;

namespace UniBind.Grid.Media;

/// <summary>Reads the size of a picture from its header, so that a picture that is too large is refused before a decoder sees it.</summary>
internal static class PictureHeader
{
    // Resampling takes memory in proportion to the longer side.
    private const int MaxSide = 1 << 20;

    // So many pixels of five bytes still have an index of type int.
    private const int MostPixels = int.MaxValue / 5;

    private const ulong MostTilePixels = 1 << 24;

    /// <summary>The width and height that the header states.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="format">Its format, one of the picture formats.</param>
    /// <exception cref="ItemException">The header is cut off or damaged.</exception>
    internal static (int Width, int Height) Read(ReadOnlySpan<byte> bytes, MediaFormat format) => format switch
    {
        MediaFormat.Png => Png(bytes),
        MediaFormat.Jpeg => Jpeg(bytes),
        MediaFormat.Gif => Gif(bytes),
        MediaFormat.Webp => Webp(bytes),
        MediaFormat.Tiff => Tiff(bytes),
        _ => throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, $"The format {format} is no picture format."),
    };

    /// <summary>Refuses a size over <see cref="MediaLimits.MaxPixels"/> or with a side over 1,048,576.</summary>
    /// <exception cref="ItemException">The picture is too large.</exception>
    internal static void Check((int Width, int Height) size, MediaLimits limits)
    {
        var most = Math.Min(limits.MaxPixels, MostPixels);
        if ((long)size.Width * size.Height > most || Math.Max(size.Width, size.Height) > MaxSide)
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.TooLarge, $"The picture has {size.Width:N0} x {size.Height:N0} pixels, and the limit is {most:N0} in all and {MaxSide:N0} a side.");
    }

    /// <summary>The failure of a picture that contradicts itself.</summary>
    internal static ItemException Corrupt(string what) => new(ItemStage.Decode, ItemErrorCodes.Corrupt, what);

    private static (int, int) Png(ReadOnlySpan<byte> bytes)
    {
        const int headerChunk = 8;
        if (bytes.Length < 33 || !bytes[(headerChunk + 4)..].StartsWith("IHDR"u8))
            throw CutOff("png");
        return Size("png", BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));
    }

    private static (int, int) Gif(ReadOnlySpan<byte> bytes) => bytes.Length < 13
        ? throw CutOff("gif")
        : (BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]));

    private static (int, int) Tiff(ReadOnlySpan<byte> bytes)
    {
        if (TiffHeader.Read(bytes) is not { } header)
            throw CutOff("tiff");
        // A decoder holds whole tiles, so a small picture must not come in a huge one.
        return header.TilePixels > Math.Max(MostTilePixels, (ulong)header.Width * header.Height)
            ? throw Corrupt($"The tiff picture states tiles of {header.TilePixels:N0} pixels, more than the picture has.")
            : Size("tiff", header.Width, header.Height);
    }

    // Segments until the first start of frame (ITU T.81, B.2.2).
    private static (int, int) Jpeg(ReadOnlySpan<byte> bytes)
    {
        const byte dht = 0xC4, jpg = 0xC8, dac = 0xCC;
        var at = 2;
        while (at + 9 <= bytes.Length)
        {
            if (bytes[at] != 0xFF)
            {
                // Decoders pass over stray bytes between segments.
                at++;
                continue;
            }
            var marker = bytes[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not (dht or jpg or dac))
                return Size("jpeg", BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            // Fill bytes, and markers that stand alone, have no length.
            at += marker is 0xFF ? 1
                : marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8) ? 2
                : 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }
        throw CutOff("jpeg");
    }

    private static (int, int) Webp(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 30)
            throw CutOff("webp");
        var body = bytes[20..];
        if (bytes[12..].StartsWith("VP8X"u8))
            return Size("webp", 1u + UInt24(body[4..]), 1u + UInt24(body[7..]));
        if (bytes[12..].StartsWith("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
            return Size("webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF));
        }
        return bytes[12..].StartsWith("VP8 "u8)
            ? Size("webp", BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFFu, BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFFu)
            : throw Corrupt("The webp holds no picture.");
    }

    private static (int, int) Size(string format, uint width, uint height) => width is 0 or > int.MaxValue || height is 0 or > int.MaxValue
        ? throw Corrupt($"The {format} picture states a size of {width:N0} x {height:N0} pixels.")
        : ((int)width, (int)height);

    private static uint UInt24(ReadOnlySpan<byte> bytes) => (uint)(bytes[0] | bytes[1] << 8 | bytes[2] << 16);

    private static ItemException CutOff(string format) => Corrupt($"The {format} picture is cut off in its header.");
}
