using System.Diagnostics;
using System.Text;

namespace UniBind.Grid.Media.Tests;

public sealed class PlyDecoderTests
{
    private static readonly (float, float, float)[] Three = [(1, 2, 3), (-4.5f, 5.25f, 0), (1e-7f, -8, 9.125f)];

    public static TheoryData<string> Formats => [.. PlyBytes.Formats];

    public static TheoryData<string, string> FormatsAndTypes =>
        [.. from format in PlyBytes.Formats from type in (string[])["char", "uchar", "short", "ushort", "int", "uint", "float", "double"] select (format, type)];

    [Theory, MemberData(nameof(Formats))]
    public void Decode_PlainCloud_GivesItsPoints(string format) =>
        Assert.Equal(Three, Clouds.Points(Clouds.Decode(PlyBytes.Cloud(format, Three), MediaFormat.Ply)));

    [Theory, MemberData(nameof(FormatsAndTypes))]
    public void Decode_EveryType_GivesItsPoints(string format, string type)
    {
        var file = new PlyBytes(format).Header("element vertex 2", $"property {type} x", $"property {type} y", $"property {type} z");
        for (var i = 1; i <= 6; i++)
            file.Value(type, 20 * i);

        Assert.Equal([(20f, 40f, 60f), (80f, 100f, 120f)], Clouds.Points(Clouds.Decode(file.ToArray(), MediaFormat.Ply)));
    }

    [Theory, MemberData(nameof(Formats))]
    public void Decode_VertexAmongOtherElementsInAnyOrder_SkipsTheRest(string format)
    {
        var file = new PlyBytes(format).Header(
            "obj_info before the vertices stand fixed rows and lists",
            "element camera 2", "property double f", "property uchar id",
            "element strip 2", "property float weight", "property list uchar int indices",
            "element vertex 2", "property uchar red", "property float z", "property list uint short extra", "property double x", "property int y", "property float nx",
            "element face 1", "property list uchar int vertex_indices");
        file.Value("double", 1).Value("uchar", 1).EndLine().Value("double", 2).Value("uchar", 2).EndLine();
        file.Value("float", 3).Value("uchar", 2).Value("int", 7).Value("int", 8).EndLine().Value("float", 3).Value("uchar", 0).EndLine();
        file.Value("uchar", 255).Value("float", 3).Value("uint", 2).Value("short", -1).Value("short", -2).Value("double", 1).Value("int", 2).Value("float", 0).EndLine();
        file.Value("uchar", 255).Value("float", 6).Value("uint", 0).Value("double", 4).Value("int", 5).Value("float", 0).EndLine();
        file.Value("uchar", 3).Value("int", 0).Value("int", 1).Value("int", 1);

        Assert.Equal([(1f, 2f, 3f), (4f, 5f, 6f)], Clouds.Points(Clouds.Decode(file.ToArray(), MediaFormat.Ply)));
    }

    [Theory, MemberData(nameof(Formats))]
    public void Decode_FacesWanted_FansPolygons(string format)
    {
        var file = new PlyBytes(format).Header(
            "element face 2", "property uchar flag", "property list uchar uint vertex_index",
            "element vertex 4", "property float x", "property float y", "property float z");
        file.Value("uchar", 9).Value("uchar", 4).Value("uint", 0).Value("uint", 1).Value("uint", 2).Value("uint", 3).EndLine();
        file.Value("uchar", 9).Value("uchar", 3).Value("uint", 3).Value("uint", 2).Value("uint", 0).EndLine();
        for (var i = 0; i < 12; i++)
            file.Value("float", i);

        Assert.Equal([0, 1, 2, 0, 2, 3, 3, 2, 0], Clouds.Decode(file.ToArray(), MediaFormat.Ply, faces: true).Triangles);
        Assert.Empty(Clouds.Decode(file.ToArray(), MediaFormat.Ply).Triangles);
    }

    [Fact]
    public void Decode_WindowsLineEnds_GivesItsPoints()
    {
        var text = "ply\r\nformat ascii 1.0\r\nelement vertex 1\r\nproperty float x\r\nproperty float y\r\nproperty float z\r\nend_header\r\n1 2 3\r\n";
        Assert.Equal([(1f, 2f, 3f)], Clouds.Points(Clouds.Decode(text, MediaFormat.Ply)));
    }

    [Theory, MemberData(nameof(Formats))]
    public void Decode_CutAnywhere_IsCorruptUntilTheLastValue(string format)
    {
        var whole = PlyBytes.Cloud(format, Three);
        // Text: without the last digits the number still reads as one.
        var least = whole.Length - (format == "ascii" ? 7 : 1);
        for (var length = 1; length <= least; length++)
            Assert.Equal(ItemErrorCodes.Corrupt, Clouds.FailureOf(whole[..length], MediaFormat.Ply));
    }

    [Theory, MemberData(nameof(Formats))]
    public void Decode_FourBillionVerticesInHundredBytes_IsCorruptAtOnce(string format)
    {
        var text = $"ply\nformat {format} 1.0\nelement vertex 4294967295\nproperty float x\nproperty float y\nproperty float z\nend_header\n";
        byte[] bytes = [.. Encoding.ASCII.GetBytes(text), .. new byte[100]];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();

        Assert.Equal(ItemErrorCodes.Corrupt, Clouds.FailureOf(bytes, MediaFormat.Ply));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("element list 4294967295\nproperty list uchar int i\nelement vertex 1")]
    [InlineData("element empty 9223372036854775807\nelement rows 9223372036854775807\nproperty double d\nelement vertex 1")]
    [InlineData("element list 1\nproperty list uint double i\nelement vertex 1")]
    public void Decode_OtherElementsThatLie_AreCorruptAtOnce(string elements)
    {
        foreach (var format in PlyBytes.Formats)
        {
            var text = $"ply\nformat {format} 1.0\n{elements}\nproperty float x\nproperty float y\nproperty float z\nend_header\n";
            byte[] bytes = [.. Encoding.ASCII.GetBytes(text), .. "4294967295 1 2 3 4 5 6 7"u8];
            Assert.Equal(ItemErrorCodes.Corrupt, Clouds.FailureOf(bytes, MediaFormat.Ply));
        }
    }

    [Theory, MemberData(nameof(Formats))]
    public void Decode_ManyVertices_AreTooLarge(string format) =>
        Assert.Equal(ItemErrorCodes.TooLarge, Clouds.FailureOf(PlyBytes.Cloud(format, Three), MediaFormat.Ply, MediaLimits.Default with { MaxPoints = 2 }));

    [Theory, MemberData(nameof(Formats))]
    public void Decode_NaN_IsNotFinite(string format)
    {
        Assert.Equal(ItemErrorCodes.NotFinite, Clouds.FailureOf(PlyBytes.Cloud(format, (1, 2, 3), (1, float.NaN, 3)), MediaFormat.Ply));
        Assert.Equal(ItemErrorCodes.NotFinite, Clouds.FailureOf(PlyBytes.Cloud(format, (1, 2, float.PositiveInfinity)), MediaFormat.Ply));
    }

    [Theory, MemberData(nameof(Formats))]
    public void Decode_NoVertices_IsEmpty(string format) =>
        Assert.Equal(ItemErrorCodes.Empty, Clouds.FailureOf(PlyBytes.Cloud(format), MediaFormat.Ply));

    [Theory]
    [InlineData("ply\nformat ascii 2.0\nelement vertex 1\nend_header\n", ItemErrorCodes.Corrupt)]
    [InlineData("ply\nformat binary_middle_endian 1.0\nend_header\n", ItemErrorCodes.Unsupported)]
    [InlineData("ply\nformat ascii 1.0\nelement point 1\nproperty float x\nend_header\n1", ItemErrorCodes.Corrupt)]
    [InlineData("ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\nend_header\n1 2", ItemErrorCodes.Corrupt)]
    [InlineData("ply\nformat ascii 1.0\nelement vertex -1\nend_header\n", ItemErrorCodes.Corrupt)]
    [InlineData("ply\nformat ascii 1.0\nelement vertex 1\nproperty real x\nend_header\n", ItemErrorCodes.Corrupt)]
    [InlineData("ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nproperty float y\nproperty float z\nend_header\n1 two 3", ItemErrorCodes.Corrupt)]
    [InlineData("plywood", ItemErrorCodes.Corrupt)]
    public void Decode_UnsoundHeader_IsRefused(string text, string code) => Assert.Equal(code, Clouds.FailureOf(text, MediaFormat.Ply));

    [Theory, MemberData(nameof(Formats))]
    public void Decode_Damaged_GivesACloudOrAnItemException(string format)
    {
        var file = new PlyBytes(format).Header(
            "element vertex 8", "property float x", "property double y", "property short z",
            "element face 4", "property list uchar int vertex_indices");
        for (var i = 0; i < 8; i++)
            file.Value("float", i * 0.5).Value("double", -i).Value("short", i * i).EndLine();
        for (var i = 0; i < 4; i++)
            file.Value("uchar", 3).Value("int", i).Value("int", i + 1).Value("int", i + 2).EndLine();
        var bytes = file.ToArray();
        Assert.Equal(12, Clouds.Decode(bytes, MediaFormat.Ply, faces: true).Triangles.Length);

        Mutations.Survive(bytes, b => Clouds.Decode(b, MediaFormat.Ply, faces: true));
    }
}
