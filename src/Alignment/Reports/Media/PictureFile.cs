using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace UniBind.Grid.Alignment;

/// <summary>Writes small pictures as PNG (RFC 2083).</summary>
internal static class PictureFile
{
    /// <summary>A picture of one or three planes of values from 0 to 1; of further rows, the first.</summary>
    public static byte[] OfPlanes(ReadOnlySpan<float> values, int channels, int height, int width)
    {
        var rgb = new byte[3 * width * height];
        for (var i = 0; i < width * height; i++)
            for (var c = 0; c < 3; c++)
                rgb[(3 * i) + c] = (byte)Math.Clamp(255 * values[((channels >= 3 ? c : 0) * width * height) + i], 0, 255);
        return Write(rgb, width, height);
    }

    /// <summary>Points in the unit ball, y up, seen from a little above and aside; nearer ones are brighter.</summary>
    public static byte[] OfPoints(ReadOnlySpan<float> points, int size)
    {
        var (sin, cos, tilt, level) = (Math.Sin(0.6), Math.Cos(0.6), Math.Sin(0.35), Math.Cos(0.35));
        var depths = new double[size * size];
        Array.Fill(depths, double.NegativeInfinity);
        for (var i = 0; i + 2 < points.Length; i += 3)
        {
            var (x, z) = ((points[i] * cos) + (points[i + 2] * sin), (points[i + 2] * cos) - (points[i] * sin));
            var (y, depth) = ((points[i + 1] * level) - (z * tilt), (z * level) + (points[i + 1] * tilt));
            var (column, row) = ((int)(size * (0.5 + (0.46 * x))), (int)(size * (0.5 - (0.46 * y))));
            for (var d = 0; d < 4; d++)
                if ((column + (d & 1), row + (d >> 1)) is var (c, r) && c >= 0 && c < size && r >= 0 && r < size)
                    depths[(r * size) + c] = Math.Max(depths[(r * size) + c], depth);
        }
        var rgb = new byte[3 * size * size];
        for (var i = 0; i < depths.Length; i++)
        {
            var light = double.IsFinite(depths[i]) ? Math.Clamp(0.65 + (0.35 * depths[i]), 0.25, 1) : 0.1;
            (rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]) = ((byte)(170 * light), (byte)(205 * light), (byte)(255 * light));
        }
        return Write(rgb, size, size);
    }

    private static byte[] Write(byte[] rgb, int width, int height)
    {
        var rows = new MemoryStream();
        using (var deflate = new ZLibStream(rows, CompressionLevel.SmallestSize, leaveOpen: true))
            for (var y = 0; y < height; y++)
            {
                deflate.WriteByte(0);
                deflate.Write(rgb, 3 * width * y, 3 * width);
            }
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(png, "IHDR"u8, header);
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
        var crc = new Crc32();
        crc.Append(type);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        png.Write(number);
    }
}
