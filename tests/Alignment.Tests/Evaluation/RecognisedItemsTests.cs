namespace UniBind.Grid.Alignment.Tests;

public sealed class RecognisedItemsTests
{
    [Theory]
    [InlineData(ScoreKind.Max)]
    [InlineData(ScoreKind.LogSumExp)]
    [InlineData(ScoreKind.Mean)]
    [InlineData(ScoreKind.TopMean)]
    public void Create_AnyRule_GivesClassesAndConfidencesOfTheSpace(ScoreKind kind)
    {
        var random = new Random(7);
        var rows = EmbeddingMatrix.From([.. Enumerable.Range(0, 12).Select(_ => EvaluationSets.Random(random, 6))], 6);
        var masks = Enumerable.Repeat(CenterSet.AllModalities, 12).ToArray();
        masks[1] = 1 << (int)Modality.Audio;
        var centers = new CenterSet(["a", "b", "c"], [0, 4, 9, 12], rows, masks, _ => "");
        var items = Enumerable.Range(0, 60).Select(i => EvaluationSets.Item(Modality.Image, i, "abc"[(i % 3)..][..1], EvaluationSets.Random(random, 6)));
        var input = EvaluationSets.Input(items, centers) with { Rule = new ScoreRule(kind, Beta: 20, Top: 2) };
        var data = EvaluationData.Create(input, EvaluationSets.Quick);

        var recognised = RecognisedItems.Create(data, input, centers, 0, 0.05, TestContext.Current.CancellationToken);

        var expected = new SpaceScorer(centers, Modality.Image, input.Rule, new ScoreCalibration(0.05, 0)).Score(data.Embeddings.Take(recognised.Items), 1);
        Assert.Equal(expected.Select(e => e.Top[0].Class), recognised.Class);
        Assert.All(expected.Zip(recognised.Confidence), pair => Assert.Equal(pair.First.Top[0].Confidence!.Value, pair.Second, 1e-4f));
    }
}
