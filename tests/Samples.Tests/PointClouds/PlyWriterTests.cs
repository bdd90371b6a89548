using System.Globalization;
using System.Text;

namespace UniBind.Grid.Samples.Tests;

public sealed class PlyWriterTests
{
    private const string EndOfHeader = "end_header\n";
    private static readonly (float X, float Y, float Z)[] Points = [(1, -2.5f, 3), (.125f, 0, -7)];

    [Fact]
    public void Binary_TwoPoints_HasHeaderAndTwelveBytesEach()
    {
        var ply = PlyWriter.Binary(Points);
        var header = Encoding.ASCII.GetString(ply)[..(Encoding.ASCII.GetString(ply).IndexOf(EndOfHeader, StringComparison.Ordinal) + EndOfHeader.Length)];
        Assert.StartsWith("ply\nformat binary_little_endian 1.0\n", header);
        Assert.Contains("element vertex 2\n", header);
        Assert.Equal(header.Length + 24, ply.Length);
        Assert.Equal(-2.5f, BitConverter.ToSingle(ply, header.Length + 4));
        Assert.Equal(-7, BitConverter.ToSingle(ply, header.Length + 20));
    }

    [Fact]
    public void Ascii_TwoPoints_HasALineEach()
    {
        var text = Encoding.ASCII.GetString(PlyWriter.Ascii(Points));
        Assert.StartsWith("ply\nformat ascii 1.0\n", text);
        Assert.EndsWith(EndOfHeader + "1.00000 -2.50000 3.00000\n0.12500 0.00000 -7.00000\n", text);
        Assert.Equal(2, int.Parse(text.Split("element vertex ")[1].Split('\n')[0], CultureInfo.InvariantCulture));
    }
}
