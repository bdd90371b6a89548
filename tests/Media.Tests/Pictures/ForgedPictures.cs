using System.Buffers.Binary;
using System.IO.Compression;

namespace UniBind.Grid.Media.Tests;

/// <summary>Pictures that lie about themselves.</summary>
internal static class ForgedPictures
{
    /// <summary>A PNG by hand whose header states any size over a few bytes of pixels.</summary>
    public static byte[] PngHeader(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zip.Write(new byte[1024]);
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    /// <summary>Overwrites the size that a header states with one that is over every limit.</summary>
    public static void Inflate(byte[] bytes, MediaFormat format)
    {
        switch (format)
        {
            case MediaFormat.Gif:
                bytes.AsSpan(6, 4).Fill(0xFF);
                break;
            case MediaFormat.Webp:
                // VP8X has 24 bits a side; VP8L fourteen, behind its signature byte.
                if (bytes.AsSpan(12).StartsWith("VP8X"u8))
                    bytes.AsSpan(24, 6).Fill(0xFF);
                else
                    bytes.AsSpan(21, 4).Fill(0xFF);
                break;
            case MediaFormat.Jpeg:
                var frame = bytes.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
                bytes.AsSpan(frame + 5, 4).Fill(0xFF);
                break;
            case MediaFormat.Tiff:
                SetTiffTag(bytes, 0xFFFF, 256, 257);
                break;
        }
    }

    /// <summary>Overwrites tags in the directory of a little-endian TIFF.</summary>
    public static void SetTiffTag(byte[] bytes, ushort value, params ReadOnlySpan<int> tags)
    {
        var directory = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(directory));
        for (var entry = directory + 2; entry < directory + 2 + 12 * count; entry += 12)
            if (tags.Contains(BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(entry))))
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(entry + 8), value);
    }

    /// <summary>A GIF of one-pixel frames, fifteen bytes each.</summary>
    public static byte[] GifOfManyFrames(int frames)
    {
        byte[] frame = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 0x01, 0];
        byte[] bytes = [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, .. new byte[frames * frame.Length], 0x3B];
        for (var i = 0; i < frames; i++)
            frame.CopyTo(bytes, 19 + i * frame.Length);
        return bytes;
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        var chunk = new byte[12 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        type.CopyTo(chunk.AsSpan(4));
        body.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + body.Length), Crc(chunk.AsSpan(4, 4 + body.Length)));
        return chunk;
    }

    // PNG, annex D.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
        }
        return ~crc;
    }
}
