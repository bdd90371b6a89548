namespace UniBind.Grid.Alignment.Tests;

public sealed class SampleOrderTests
{
    [Theory]
    [InlineData("doc#chunk=0", null, "i doc")]
    [InlineData("doc#chunk=12", null, "i doc")]
    [InlineData("doc#chunk=1.txt", null, "i doc#chunk=1.txt")]
    [InlineData("doc#chunk=", null, "i doc#chunk=")]
    [InlineData("doc", null, "i doc")]
    [InlineData("doc#chunk=0", "g1", "g g1")]
    public void ObjectOf_WindowOfALongText_IsTheText(string id, string? group, string expected) =>
        Assert.Equal(expected, SampleOrder.ObjectOf(new EvaluationItem(id, Modality.Text, [], group)));
}
