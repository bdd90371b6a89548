namespace UniBind.Grid.Alignment.Tests;

public sealed class EvaluationComparisonTests
{
    private static readonly Modality[] Two = [Modality.Image, Modality.Audio];

    [Fact]
    public void Run_SameOutputTwice_NothingChanges()
    {
        var input = EvaluationSets.Clouds(1, 10, modalities: Two);
        var comparison = EvaluationSets.Compare(input, input, EvaluationSets.Quick);

        Assert.NotEmpty(comparison.Changes);
        Assert.All(comparison.Changes, c => Assert.True(c is { Value: 0, Low: null or 0, High: null or 0 }, c.ToString()));
    }

    [Fact]
    public void Run_BetterOutput_ThePairedIntervalIsNarrowerThanEither()
    {
        var before = EvaluationSets.Clouds(2, 100, noise: 2.2, modalities: Two);
        var after = before with { Embeddings = Sharpened(before) };
        var comparison = EvaluationSets.Compare(before, after, EvaluationSets.Quick with { Resamples = 400 });

        var change = comparison.Changes.Single(c => c.Name == "change.image.top1");
        Assert.True(change is { Value: > 0, Low: > 0 }, change.ToString());
        var (first, second) = (comparison.Before.Find("image.top1")!, comparison.After.Find("image.top1")!);
        Assert.Equal(change.Value, second.Value - first.Value, 1e-12);
        Assert.True(change.High - change.Low < Math.Sqrt(Math.Pow((first.High - first.Low)!.Value, 2) + Math.Pow((second.High - second.Low)!.Value, 2)), change.ToString());
    }

    [Fact]
    public void Run_ItemsOfOneOnlyAndCalibratedOnes_AreLeftOutOfBoth()
    {
        var before = EvaluationSets.Clouds(3, 10, modalities: Two);
        var after = before with { Items = [.. before.Items.Skip(8)], Embeddings = before.Embeddings.Take([.. Enumerable.Range(8, before.Items.Count - 8)]), CalibratedIds = new HashSet<string> { before.Items[20].Id } };
        var comparison = EvaluationSets.Compare(before, after, EvaluationSets.Quick);

        Assert.Equal(8, comparison.Unpaired);
        Assert.Equal(1, comparison.Before.Calibrated);
        Assert.Equal(comparison.Before.Modalities.Select(m => m.Items), comparison.After.Modalities.Select(m => m.Items));
        Assert.Equal(before.Items.Count - 9, comparison.Before.Modalities.Sum(m => m.Items));
    }

    [Fact]
    public void Run_NothingInCommon_SaysSo()
    {
        var image = EvaluationSets.Clouds(4, 2, modalities: [Modality.Image]);
        var audio = EvaluationSets.Clouds(4, 2, modalities: [Modality.Audio]);
        Assert.Contains("no item in common", Assert.Throws<AlignmentException>(() => EvaluationSets.Compare(image, audio, EvaluationSets.Quick)).Message, StringComparison.Ordinal);
    }

    private static EmbeddingMatrix Sharpened(EvaluationInput input)
    {
        var values = input.Embeddings.Values.ToArray();
        for (var i = 0; i < input.Items.Count; i++)
            values[(i * input.Embeddings.Columns) + (input.Items[i].Labels[0][1] - '0')] += 0.5f;
        return new EmbeddingMatrix(values, input.Embeddings.Rows, input.Embeddings.Columns);
    }
}
