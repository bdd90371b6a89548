using System.Globalization;
using System.Text;

namespace UniBind.Grid.Media.Tests;

/// <summary>Writes PLY files value by value, in any flavour.</summary>
internal sealed class PlyBytes(string format)
{
    private readonly StringBuilder _header = new($"ply\nformat {format} 1.0\ncomment made by a test\n");
    private readonly MemoryStream _body = new();

    public static IReadOnlyList<string> Formats { get; } = ["ascii", "binary_little_endian", "binary_big_endian"];

    public PlyBytes Header(params string[] lines)
    {
        foreach (var line in lines)
            _header.Append(line).Append('\n');
        return this;
    }

    public PlyBytes Value(string type, double value)
    {
        if (format == "ascii")
        {
            _body.Write(Encoding.ASCII.GetBytes(value.ToString("R", CultureInfo.InvariantCulture) + " "));
            return this;
        }
        var bytes = type switch
        {
            "char" => [(byte)(sbyte)value],
            "uchar" => [(byte)value],
            "short" => BitConverter.GetBytes((short)value),
            "ushort" => BitConverter.GetBytes((ushort)value),
            "int" => BitConverter.GetBytes((int)value),
            "uint" => BitConverter.GetBytes((uint)value),
            "float" => BitConverter.GetBytes((float)value),
            _ => BitConverter.GetBytes(value),
        };
        if (format == "binary_big_endian")
            Array.Reverse(bytes);
        _body.Write(bytes);
        return this;
    }

    public PlyBytes EndLine()
    {
        if (format == "ascii")
            _body.WriteByte((byte)'\n');
        return this;
    }

    public byte[] ToArray() => [.. Encoding.ASCII.GetBytes(_header + "end_header\n"), .. _body.ToArray()];

    /// <summary>A plain file of float x, y, z.</summary>
    public static byte[] Cloud(string format, params (float X, float Y, float Z)[] points)
    {
        var file = new PlyBytes(format).Header($"element vertex {points.Length}", "property float x", "property float y", "property float z");
        foreach (var (x, y, z) in points)
            file.Value("float", x).Value("float", y).Value("float", z).EndLine();
        return file.ToArray();
    }
}
