using System.CommandLine;

namespace UniBind.Grid.Cli.Tests;

public sealed class ModalityOptionTests
{
    [Fact]
    public void Read_NotGiven_IsEmpty() => Assert.Empty(Read());

    [Fact]
    public void Read_Repeated_KeepsEachOnceInOrder() =>
        Assert.Equal([Modality.PointCloud, Modality.Text], Read("--modality", "pointcloud", "-m", "text", "-m", "pointcloud"));

    [Fact]
    public void Parse_UnknownName_NamesThoseThereAre()
    {
        var error = Assert.Throws<GridException>(() => ModalityOption.Parse("smell"));
        Assert.Equal("'smell' is no modality; there are text, image, audio, pointcloud, thermal, video, event.", error.Message);
    }

    [Fact]
    public void Create_UnknownName_IsAParseError()
    {
        var option = ModalityOption.Create("Only these.");
        Assert.Contains("'smell'", Assert.Single(new RootCommand { option }.Parse("-m smell").Errors).Message, StringComparison.Ordinal);
    }

    private static Modality[] Read(params string[] arguments)
    {
        var option = ModalityOption.Create("Only these.");
        return ModalityOption.Read(new RootCommand { option }.Parse(arguments), option);
    }
}
