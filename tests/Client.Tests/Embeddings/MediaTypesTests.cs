using Microsoft.Extensions.AI;

namespace UniBind.Grid.Client.Tests;

public sealed class MediaTypesTests
{
    [Theory]
    [InlineData("text/plain", Modality.Text)]
    [InlineData("image/png", Modality.Image)]
    [InlineData("IMAGE/JPEG", Modality.Image)]
    [InlineData("audio/wav", Modality.Audio)]
    [InlineData("video/mp4", Modality.Video)]
    [InlineData("model/ply", Modality.PointCloud)]
    [InlineData("application/ply", Modality.PointCloud)]
    [InlineData("image/png;modality=thermal", Modality.Thermal)]
    [InlineData("application/octet-stream;modality=event", Modality.Event)]
    [InlineData("application/octet-stream", null)]
    public void ModalityOf_MediaType_IsAsDocumented(string type, Modality? expected) =>
        Assert.Equal(expected, MediaTypes.ModalityOf(new DataContent(new byte[] { 1 }, type)));

    [Fact]
    public void ModalityOf_Properties_GoBeforeTheTypeAndTheOptions()
    {
        var options = new EmbeddingGenerationOptions { AdditionalProperties = new() { ["modality"] = "event" } };
        var content = new DataContent(new byte[] { 1 }, "image/png");

        Assert.Equal(Modality.Event, MediaTypes.ModalityOf(content, options));
        content.AdditionalProperties = new() { ["modality"] = "Point-Cloud" };
        Assert.Equal(Modality.PointCloud, MediaTypes.ModalityOf(content, options));
    }

    [Theory]
    [InlineData("application/octet-stream")]
    [InlineData("image/png;modality=smell")]
    public void ToQuery_Untold_NamesTheItem(string type)
    {
        var error = Assert.Throws<EmbeddingItemException>(() => MediaTypes.ToQuery(new DataContent(new byte[] { 1 }, type), 4, null));

        Assert.Equal(4, error.Index);
        Assert.Contains("modality", error.Message, StringComparison.Ordinal);
    }
}
