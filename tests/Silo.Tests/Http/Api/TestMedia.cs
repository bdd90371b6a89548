using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace UniBind.Grid.Silo.Tests;

/// <summary>Small media.</summary>
internal static class TestMedia
{
    /// <summary>A picture of 8 x 8 grey pixels with a diagonal.</summary>
    public static byte[] Png { get; } = MakePng();

    public static byte[] Ply { get; } = System.Text.Encoding.ASCII.GetBytes(
        "ply\nformat ascii 1.0\nelement vertex 5\nproperty float x\nproperty float y\nproperty float z\nend_header\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n1 1 1\n");

    /// <summary>A second of a 440 Hz tone, 16 bit mono at 8 kHz.</summary>
    public static byte[] Wav { get; } = MakeWav();

    public static string DataUri(string type, byte[] bytes) => $"data:{type};base64,{Convert.ToBase64String(bytes)}";

    private static byte[] MakeWav()
    {
        const int rate = 8000;
        var bytes = new byte[44 + (rate * 2)];
        using var writer = new BinaryWriter(new MemoryStream(bytes));
        writer.Write("RIFF"u8);
        writer.Write(bytes.Length - 8);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(rate);
        writer.Write(rate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(rate * 2);
        for (var i = 0; i < rate; i++)
            writer.Write((short)(10_000 * Math.Sin(2 * Math.PI * 440 * i / rate)));
        return bytes;
    }

    private static byte[] MakePng()
    {
        var rows = new MemoryStream();
        using (var zip = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < 8; y++)
            {
                zip.WriteByte(0);
                for (var x = 0; x < 8; x++)
                    zip.WriteByte((byte)(x == y ? 255 : 40));
            }
        }
        var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(png, "IHDR"u8, [0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0]);
        Chunk(png, "IDAT"u8, rows.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32([.. type, .. data]));
        png.Write(number);
    }
}
