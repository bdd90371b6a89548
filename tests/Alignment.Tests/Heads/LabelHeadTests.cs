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
    public void Create_Relevance_ScalesEachLabelByItsNearnessToTheClasses()
    {
        var centers = new CenterSet(["dog"], [0, 1], new EmbeddingMatrix(new float[] { 0, 1 }, 1, 2), [CenterSet.AllModalities], _ => "a dog");
        var embeddings = new Dictionary<string, float[]> { ["tench"] = [2, 0], ["puppy"] = [0.6f, 0.8f], ["dog"] = [0, 1] };

        var head = LabelHead.Create(Modality.Image, ["background", "tench", "puppy", "dog"], embeddings, 2, new LabelRelevance(centers, new ScoreRule(), 0.5));

        var (far, near) = (MathF.Exp(-1 / 0.5f), MathF.Exp(-0.2f / 0.5f));
        float[] expected = [0, far, 0.6f * near, 0, 0, 0, 0.8f * near, 1];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], head.Weights.Values.Span[i], 1e-6);
        Assert.Equal("0.5", head.Origin.Settings["relevance"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void Create_RelevanceWithoutATemperature_IsRefused(double temperature)
    {
        var centers = new CenterSet(["dog"], [0, 1], new EmbeddingMatrix(new float[] { 0, 1 }, 1, 2), [CenterSet.AllModalities], _ => "a dog");

        Assert.Throws<AlignmentException>(() => LabelHead.Create(Modality.Image, ["dog"], new Dictionary<string, float[]> { ["dog"] = [0, 1] }, 0, new LabelRelevance(centers, new ScoreRule(), temperature)));
    }

    [Fact]
    public void Create_WholeLines_TakesTheLineAsOneName()
    {
        var head = LabelHead.Create(Modality.Image, ["tench, Tinca tinca"], new Dictionary<string, float[]> { ["tench, Tinca tinca"] = [0, 2] }, 0, whole: true);

        Assert.Equal([0, 1], head.Weights.Values.ToArray());
    }

    [Fact]
    public void NamesOf_QuotedLine_SplitsSynonyms() => Assert.Equal(["Child speech", "kid speaking"], LabelHead.NamesOf("\"Child speech, kid speaking\""));
}
