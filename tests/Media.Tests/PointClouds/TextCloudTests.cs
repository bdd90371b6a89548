using System.Text;

namespace UniBind.Grid.Media.Tests;

public sealed class TextCloudTests
{
    private static readonly (float, float, float)[] Two = [(1, 2, 3), (-4, 5.5f, 0)];

    [Theory]
    [InlineData("OFF\n2 0 0\n1 2 3\n-4 5.5 0\n")]
    [InlineData("OFF 2 0 0\n1 2 3\n-4 5.5 0")]
    [InlineData("OFF2 0 0\r\n1 2 3\r\n-4 5.5 0\r\n")]
    [InlineData("# made by hand\nOFF # the keyword\n\n2 0 0 # counts\n# first\n1 2 3\n\n-4 5.5 0\n")]
    [InlineData("COFF\n2 0 0\n1 2 3 255 0 0 255\n-4 5.5 0 0.5 0.5 0.5\n")]
    [InlineData("NOFF\n2 0 0\n1 2 3 0 0 1\n-4 5.5 0 0 1 0\n")]
    [InlineData("STCNOFF\n2 0 0\n1 2 3 0 0 1 9 9 9 9 0 0\n-4 5.5 0 0 1 0 9 9 9 9 1 1\n")]
    [InlineData("2 0\n1 2 3\n-4 5.5 0\n")]
    [InlineData("OFF\n2 1 0\n1 2 3\n-4 5.5 0\n3 0 1 1\n")]
    public void Decode_Off_GivesItsVertices(string text) => Assert.Equal(Two, Clouds.Points(Clouds.Decode(text, MediaFormat.Off)));

    [Fact]
    public void Decode_OffWithFaces_FansPolygons()
    {
        var cloud = Clouds.Decode("OFF\n4 2 0\n0 0 0\n1 0 0\n1 1 0\n0 1 0\n4 0 1 2 3 255 0 0\n3 0 1 2\n", MediaFormat.Off, faces: true);
        Assert.Equal([0, 1, 2, 0, 2, 3, 0, 1, 2], cloud.Triangles);
    }

    [Theory]
    [InlineData("OFF\n4294967295 0 0\n1 2 3\n", ItemErrorCodes.Corrupt)]
    [InlineData("OFF\n1e300 0 0\n1 2 3\n", ItemErrorCodes.Corrupt)]
    [InlineData("OFF\n-1 0 0\n1 2 3\n", ItemErrorCodes.Corrupt)]
    [InlineData("OFF\n3 0 0\n1 2 3\n4 5 6\n", ItemErrorCodes.Corrupt)]
    [InlineData("OFF\n2 0 0\n1 2\n4 5 6\n", ItemErrorCodes.Corrupt)]
    [InlineData("OFF\n", ItemErrorCodes.Corrupt)]
    [InlineData("OFF\n0 0 0\n", ItemErrorCodes.Empty)]
    [InlineData("# nothing\n", ItemErrorCodes.Empty)]
    [InlineData("OFF\n1 0 0\n1 nan 3\n", ItemErrorCodes.NotFinite)]
    [InlineData("OFF BINARY\n", ItemErrorCodes.Unsupported)]
    [InlineData("nOFF\n3\n1 0 0\n1 2 3\n", ItemErrorCodes.Unsupported)]
    public void Decode_UnsoundOff_IsRefused(string text, string code) => Assert.Equal(code, Clouds.FailureOf(text, MediaFormat.Off));

    [Fact]
    public void Decode_OffWhoseFaceLies_IsCorrupt()
    {
        var bytes = Encoding.ASCII.GetBytes("OFF\n1 1 0\n1 2 3\n3 0 0 7\n");
        Assert.Equal(ItemErrorCodes.Corrupt, Clouds.FailureOf(bytes, MediaFormat.Off, faces: true));
        Assert.Equal(1, Clouds.Decode(bytes, MediaFormat.Off).Count);
    }

    [Fact]
    public void Decode_Obj_GivesVerticesAndFaces()
    {
        const string text = "# box\nmtllib ../../etc/passwd\no thing\nv 1 2 3\nvt 0 0\nvn 0 0 1\nv -4 5.5 0 1.0\nv 7 8 9 0.1 0.2 0.3\nf 1/1/1 2//1 -1\nf 1/2 2 3\n";
        var cloud = Clouds.Decode(text, MediaFormat.Obj, faces: true);

        Assert.Equal([.. Two, (7, 8, 9)], Clouds.Points(cloud));
        Assert.Equal([0, 1, 2, 0, 1, 2], cloud.Triangles);
    }

    [Theory]
    [InlineData("v 1 2\n", ItemErrorCodes.Corrupt)]
    [InlineData("v 1 2 x\n", ItemErrorCodes.Corrupt)]
    [InlineData("v 1 2 -inf\n", ItemErrorCodes.NotFinite)]
    [InlineData("o nothing\n", ItemErrorCodes.Empty)]
    public void Decode_UnsoundObj_IsRefused(string text, string code) => Assert.Equal(code, Clouds.FailureOf(text, MediaFormat.Obj));

    [Theory]
    [InlineData("f 0 1 1")]
    [InlineData("f 1 2 1")]
    [InlineData("f -2 1 1")]
    [InlineData("f a b c")]
    [InlineData("f 99999999999 1 1")]
    public void Decode_ObjWhoseFaceLies_IsCorrupt(string face) =>
        Assert.Equal(ItemErrorCodes.Corrupt, Clouds.FailureOf(Encoding.ASCII.GetBytes($"v 1 2 3\n{face}\n"), MediaFormat.Obj, faces: true));

    [Theory]
    [InlineData("1 2 3\n-4 5.5 0\n")]
    [InlineData("1,2,3\r\n-4,5.5,0")]
    [InlineData("1;2;3\n-4;5.5;0\n")]
    [InlineData("1\t2\t3\t255 0 0\n\n-4\t5.5\t0\t1 2 3 4 5\n")]
    [InlineData("\uFEFF# comment\n// another\n1 2 3\n# between\n-4 5.5 0\n")]
    [InlineData("x,y,z,intensity\n1,2,3,9\n-4,5.5,0,9\n")]
    [InlineData("2\n1 2 3\n-4 5.5 0\n")]
    public void Decode_Xyz_GivesItsPoints(string text) => Assert.Equal(Two, Clouds.Points(Clouds.Decode(text, MediaFormat.Xyz)));

    [Theory]
    [InlineData("1 2 3\n4 5\n", ItemErrorCodes.Corrupt)]
    [InlineData("1 2 3\nC 4 5 6\n", ItemErrorCodes.Corrupt)]
    [InlineData("1 2 3\n1 2 1e39\n", ItemErrorCodes.NotFinite)]
    [InlineData("# nothing\n", ItemErrorCodes.Empty)]
    [InlineData("", ItemErrorCodes.Empty)]
    public void Decode_UnsoundXyz_IsRefused(string text, string code) => Assert.Equal(code, Clouds.FailureOf(text, MediaFormat.Xyz));

    [Theory]
    [InlineData(MediaFormat.Xyz, "1 2 3\n4 5 6\n7 8 9\n")]
    [InlineData(MediaFormat.Obj, "v 1 2 3\nv 4 5 6\nv 7 8 9\n")]
    [InlineData(MediaFormat.Off, "OFF\n3 0 0\n1 2 3\n4 5 6\n7 8 9\n")]
    public void Decode_MorePointsThanTheLimit_AreTooLarge(MediaFormat format, string text) =>
        Assert.Equal(ItemErrorCodes.TooLarge, Clouds.FailureOf(Encoding.ASCII.GetBytes(text), format, MediaLimits.Default with { MaxPoints = 2 }));

    [Theory]
    [InlineData(MediaFormat.Xyz, "1 2 3\n4.5 -5e2 6\n7 8 9\n")]
    [InlineData(MediaFormat.Obj, "v 1 2 3\nv 4 5 6\nv 7 8 9\nf 1 2 3\nf -1 -2 -3\n")]
    [InlineData(MediaFormat.Off, "OFF\n3 1 0\n1 2 3\n4 5 6\n7 8 9\n3 0 1 2\n")]
    public void Decode_Damaged_GivesACloudOrAnItemException(MediaFormat format, string text) =>
        Mutations.Survive(Encoding.ASCII.GetBytes(text), bytes => Clouds.Decode(bytes, format, faces: true));
}
