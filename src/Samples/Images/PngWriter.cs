using System.Buffers.Binary;
using System.IO.Hashing;

namespace UniBind.Grid.Samples;

/// <summary>
/// Writes PNG (RFC 2083) with stored deflate blocks (RFC 1951, 3.2.4). A compressor's output changes with its version, the corpus must
/// not; and grainy pictures this small would hardly shrink.
/// </summary>
internal static class PngWriter
{
    private const int MaxStored = 65_535;
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A picture of 8-bit red, green, blue pixels, row by row.</summary>
    public static byte[] Rgb8(ReadOnlySpan<byte> pixels, int width, int height) => Write(pixels, width, height, width * 3, bits: 8, colour: 2);

    /// <summary>A picture of 16-bit grey values, row by row.</summary>
    public static byte[] Grey16(ReadOnlySpan<ushort> values, int width, int height)
    {
        var bytes = new byte[values.Length * 2];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), values[i]);
        return Write(bytes, width, height, width * 2, bits: 16, colour: 0);
    }

    private static byte[] Write(ReadOnlySpan<byte> pixels, int width, int height, int rowBytes, byte bits, byte colour)
    {
        var rows = new byte[height * (rowBytes + 1)];
        for (var y = 0; y < height; y++)
            pixels.Slice(y * rowBytes, rowBytes).CopyTo(rows.AsSpan(y * (rowBytes + 1) + 1));

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9], header[10], header[11], header[12]) = (bits, colour, 0, 0, 0);

        using var png = new MemoryStream(rows.Length + 128);
        png.Write(Signature);
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, Store(rows));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        var crc = new Crc32();
        crc.Append(type);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        png.Write(number);
    }

    private static byte[] Store(ReadOnlySpan<byte> data)
    {
        var blocks = (data.Length + MaxStored - 1) / MaxStored;
        var zlib = new byte[2 + 5 * blocks + data.Length + 4];
        (zlib[0], zlib[1]) = (0x78, 0x01);
        var at = 2;
        for (var rest = data; rest.Length > 0;)
        {
            var length = Math.Min(MaxStored, rest.Length);
            zlib[at] = (byte)(length == rest.Length ? 1 : 0);
            BinaryPrimitives.WriteUInt16LittleEndian(zlib.AsSpan(at + 1), (ushort)length);
            BinaryPrimitives.WriteUInt16LittleEndian(zlib.AsSpan(at + 3), (ushort)~length);
            rest[..length].CopyTo(zlib.AsSpan(at + 5));
            at += 5 + length;
            rest = rest[length..];
        }

        BinaryPrimitives.WriteUInt32BigEndian(zlib.AsSpan(at), Adler32(data));
        return zlib;
    }

    private static uint Adler32(ReadOnlySpan<byte> data)
    {
        // 5,552 is the most bytes for which the second sum cannot overflow 32 bits (RFC 1950, appendix).
        const uint modulus = 65_521;
        const int run = 5_552;
        uint a = 1, b = 0;
        while (data.Length > 0)
        {
            var part = data[..Math.Min(run, data.Length)];
            foreach (var value in part)
            {
                a += value;
                b += a;
            }

            a %= modulus;
            b %= modulus;
            data = data[part.Length..];
        }

        return (b << 16) | a;
    }
}
