using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace UniBind.Grid.Samples;

/// <summary>Writes points in the Stanford polygon format.</summary>
internal static class PlyWriter
{
    private const int PointBytes = 12;

    /// <summary>The points as float32 x, y, z, little endian.</summary>
    public static byte[] Binary(ReadOnlySpan<(float X, float Y, float Z)> points)
    {
        var header = Encoding.ASCII.GetBytes(Header("binary_little_endian", points.Length));
        var ply = new byte[header.Length + points.Length * PointBytes];
        header.CopyTo(ply, 0);
        var body = ply.AsSpan(header.Length);
        foreach (var (x, y, z) in points)
        {
            BinaryPrimitives.WriteSingleLittleEndian(body, x);
            BinaryPrimitives.WriteSingleLittleEndian(body[4..], y);
            BinaryPrimitives.WriteSingleLittleEndian(body[8..], z);
            body = body[PointBytes..];
        }

        return ply;
    }

    /// <summary>The points as lines of text with five decimals.</summary>
    public static byte[] Ascii(ReadOnlySpan<(float X, float Y, float Z)> points)
    {
        var ply = new StringBuilder(Header("ascii", points.Length));
        foreach (var (x, y, z) in points)
            ply.Append(CultureInfo.InvariantCulture, $"{x:F5} {y:F5} {z:F5}\n");
        return Encoding.ASCII.GetBytes(ply.ToString());
    }

    private static string Header(string format, int points) => string.Create(CultureInfo.InvariantCulture,
        $"ply\nformat {format} 1.0\ncomment a digit cut out of a plate\nelement vertex {points}\nproperty float x\nproperty float y\nproperty float z\nend_header\n");
}
