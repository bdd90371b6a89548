using System.Runtime.InteropServices;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

public sealed class PointProfileTests
{
    private static readonly byte[] Square = PlyBytes.Cloud("ascii", (2, 0, 2), (0, 2, 2), (-2, 0, 2), (0, -2, 2));

    [Fact]
    public void PointBind_Defaults_GiveOneRowOf8192Points()
    {
        var item = Profiles.Prepare("point-bind", "{}", Square, MediaFormat.Ply);
        var tensor = Assert.Single(item.Tensors);

        Assert.Equal("points", tensor.Name);
        Assert.Equal([1, 8_192, 3], tensor.Shape);
        Assert.Equal([1f, 0, 0, 0, 1, 0, -1, 0, 0, 0, -1, 0, 1, 0, 0], tensor.Floats![..15]);
        Assert.Equal("4 points to 8192", item.Notes["repeated"]);
    }

    [Fact]
    public void PointBind_WithoutNormalising_KeepsCoordinates()
    {
        var item = Profiles.Prepare("point-bind", """{"points": 2, "normalise": false}""", Square, MediaFormat.Ply);
        Assert.Equal([2f, 0, 2, -2, 0, 2], item.Tensors[0].Floats!);
    }

    [Fact]
    public void PointCloud_FourRotations_TurnAboutY()
    {
        var cloud = PlyBytes.Cloud("binary_little_endian", (1, 5, 0));
        var item = Profiles.Prepare("point-cloud", """{"points": 1, "rotations": 4, "normalise": false}""", cloud, MediaFormat.Ply);

        Assert.Equal(4, item.Rows);
        Assert.Equal([1f, 5, 0, 0, 5, -1, -1, 5, 0, 0, 5, 1], item.Tensors[0].Floats!);
    }

    [Fact]
    public void PointCloud_UpIsZ_IsTurnedToY()
    {
        var cloud = PlyBytes.Cloud("binary_little_endian", (1, 2, 3));
        var item = Profiles.Prepare("point-cloud", """{"points": 1, "up": "z", "normalise": false}""", cloud, MediaFormat.Ply);
        Assert.Equal([1f, 3, -2], item.Tensors[0].Floats!);
    }

    [Fact]
    public void PointCloud_SampleSurface_DrawsFromFaces()
    {
        var file = "OFF\n4 2 0\n0 0 0\n9 0 0\n9 9 0\n0 9 0\n3 0 1 2\n3 0 2 3\n"u8.ToArray();
        var item = Profiles.Prepare("point-cloud", """{"points": 64, "sample": "surface"}""", file, MediaFormat.Off);
        Assert.True(item.Tensors[0].Floats!.Chunk(3).Select(p => (p[0], p[1])).Distinct().Count() > 60);
    }

    [Theory]
    [InlineData("point-bind", """{"rotations": 2}""")]
    [InlineData("point-bind", """{"points": 0}""")]
    [InlineData("point-bind", """{"points": 99999999}""")]
    [InlineData("point-cloud", """{"up": "x"}""")]
    [InlineData("point-cloud", """{"rotations": 65}""")]
    [InlineData("point-cloud", """{"sampling": "random"}""")]
    public void Create_BadOption_IsRefused(string profile, string options) =>
        Assert.Throws<InvalidDataException>(() => ProfileRegistry.Create(profile, Profiles.Options(options)));

    [Fact]
    public void Fingerprint_EveryOption_ChangesIt()
    {
        string[] options = ["{}", """{"points": 512}""", """{"rotations": 8}""", """{"up": "z"}""", """{"sampling": "stride"}""", """{"normalise": false}""", """{"sample": "surface"}"""];
        Assert.Equal(options.Length, options.Select(o => ProfileRegistry.Create("point-cloud", Profiles.Options(o)).Fingerprint).Distinct().Count());
    }

    [Fact]
    public void PointCloud_LabObjects_StayInTheUnitSphere()
    {
        var path = Lab.Require("data", "objects", "pointcloud_sh3d", "points.f32");
        var all = File.ReadAllBytes(path);
        const int Length = 2_048 * 12;
        for (var i = 0; i < all.Length / Length; i += 43)
        {
            var rows = MemoryMarshal.Cast<byte, float>(all.AsSpan(i * Length, Length)).ToArray();
            var item = Profiles.Prepare("point-cloud", "{}", NpyBytes.Matrix(rows, 2_048, 3), MediaFormat.Npy);
            Assert.Equal(1, item.Tensors[0].Floats!.Chunk(3).Max(p => Math.Sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2])), 1e-5);
        }
    }
}
