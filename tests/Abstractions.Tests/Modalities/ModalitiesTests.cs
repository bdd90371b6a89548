namespace UniBind.Grid.Abstractions.Tests.ModalityNames;

public sealed class ModalitiesTests
{
    [Fact]
    public void TryParse_EveryName_ReturnsItsModality()
    {
        foreach (var modality in Modalities.All)
        {
            Assert.True(Modalities.TryParse(modality.Name(), out var parsed));
            Assert.Equal(modality, parsed);
        }
    }

    [Theory]
    [InlineData("Point-Cloud", Modality.PointCloud)]
    [InlineData("point_cloud", Modality.PointCloud)]
    [InlineData("IMAGE", Modality.Image)]
    public void TryParse_OtherSpelling_ReturnsModality(string name, Modality expected)
    {
        Assert.True(Modalities.TryParse(name, out var parsed));
        Assert.Equal(expected, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("smell")]
    public void TryParse_UnknownName_ReturnsFalse(string? name) => Assert.False(Modalities.TryParse(name, out _));
}
