namespace UniBind.Grid.Alignment.Tests;

public sealed class ScoreCalibratorTests
{
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.2)]
    [InlineData(3)]
    public void Fit_LabelsDrawnFromASoftmax_FindsItsTemperature(double temperature)
    {
        var (scores, labels) = Draw(4_000, 6, temperature, seed: 1);

        var fitted = ScoreCalibrator.Fit(scores, labels);

        Assert.InRange(fitted.Temperature, temperature * 0.9, temperature * 1.1);
    }

    [Fact]
    public void Fit_AnyScores_LosesAtMostTheShareOfCorrectItems()
    {
        var (scores, labels) = Draw(2_000, 5, 0.3, seed: 2);

        foreach (var lost in new[] { 0, 0.05, 0.3 })
        {
            var fitted = ScoreCalibrator.Fit(scores, labels, lost);

            var confidences = Enumerable.Range(0, labels.Length).Where(i => Best(scores, i) == labels[i]).Select(i => Confidence(scores, i, fitted.Temperature)).ToArray();
            Assert.InRange(confidences.Count(c => c < fitted.UnknownBelow) / (double)confidences.Length, Math.Max(0, lost - 0.01), lost);
        }
    }

    [Fact]
    public void Fit_NoErrorAtAll_StaysAwayFromTemperatureZero()
    {
        var scores = Unit.Rows([0.9f, 0.1f], [0.2f, 0.8f], [0.7f, 0.1f]);

        var fitted = ScoreCalibrator.Fit(scores, [0, 1, 0]);

        Assert.InRange(fitted.Temperature, 0.05, 2);
        Assert.InRange(Confidence(scores, 0, fitted.Temperature), 0.5, 0.999);
    }

    [Fact]
    public void Fit_ItemsWithoutAClassOrWithAClassWithoutRows_AreLeftOut()
    {
        var (scores, labels) = Draw(500, 4, 0.3, seed: 3);
        var more = new EmbeddingMatrix(new[] { scores.Values.ToArray(), [0f, 0, 0, 0], [float.NegativeInfinity, 0, 0, 0] }.SelectMany(x => x).ToArray(), 502, 4);

        var with = ScoreCalibrator.Fit(more, [.. labels, -1, 0]);

        Assert.Equal(ScoreCalibrator.Fit(scores, labels), with);
    }

    [Fact]
    public void Fit_NoLabel_SaysSo() =>
        Assert.Contains("no held-out item", Assert.Throws<AlignmentException>(() => ScoreCalibrator.Fit(Unit.Rows([0.5f, 0.5f]), [-1])).Message, StringComparison.Ordinal);

    private static (EmbeddingMatrix Scores, int[] Labels) Draw(int items, int classes, double temperature, int seed)
    {
        var random = new Random(seed);
        var scores = Enumerable.Range(0, items).Select(_ => Enumerable.Range(0, classes).Select(_ => (float)(random.NextDouble() * 4 * temperature)).ToArray()).ToArray();
        var labels = scores.Select(row =>
        {
            var left = random.NextDouble() * row.Sum(s => Math.Exp(s / temperature));
            return Array.FindIndex(row, s => (left -= Math.Exp(s / temperature)) <= 0);
        }).ToArray();
        return (EmbeddingMatrix.From(scores, classes), labels);
    }

    private static int Best(EmbeddingMatrix scores, int item) => Array.IndexOf(scores.Row(item).ToArray(), scores.Row(item).ToArray().Max());

    private static double Confidence(EmbeddingMatrix scores, int item, double temperature)
    {
        var row = scores.Row(item).ToArray();
        return 1 / row.Sum(s => Math.Exp((s - row.Max()) / temperature));
    }
}
