namespace UniBind.Grid.Alignment.Tests;

public sealed class LabelHeadTests
{
    [Fact]
    public void Create_SynonymsAndBackground_GivesMeansAndAZeroColumn()
    {
        var embeddings = new Dictionary<string, float[]> { ["tench"] = [2, 0], ["Tinca tinca"] = [0, 3], ["dog"] = [0, 1] };

        var head = LabelHead.Create(Modality.Image, ["background", "tench, Tinca tinca", "dog"], embeddings, 2);

        var half = MathF.Sqrt(0.5f);
        float[] expected = [0, half, 0, 0, half, 1];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], head.Weights.Values.Span[i], 1e-6);
        Assert.Equal(2, head.Top);
        Assert.Equal("labels", head.Origin.Method);
    }

    [Fact]
    public void Create_NameWithoutEmbedding_NamesItAndItsLine()
    {
        var error = Assert.Throws<AlignmentException>(() => LabelHead.Create(Modality.Image, ["dog", "cat"], new Dictionary<string, float[]> { ["dog"] = [1, 0] }, 0));

        Assert.Contains("'cat' in line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesOf_QuotedLine_SplitsSynonyms() => Assert.Equal(["Child speech", "kid speaking"], LabelHead.NamesOf("\"Child speech, kid speaking\""));
}
