using FsCheck;
using FsCheck.Fluent;

namespace UniBind.Grid.Alignment.Tests;

public sealed class SpaceScorerTests
{
    private const Modality Audio = Modality.Audio;

    public static TheoryData<ScoreKind> Kinds => [ScoreKind.Max, ScoreKind.Mean, ScoreKind.TopMean, ScoreKind.LogSumExp];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ClassScores_AnyCenters_AreTheBruteForce(ScoreKind kind) =>
        Prop.ForAll(ScoringCase.Any, test =>
        {
            var (centers, embeddings) = (test.Centers, test.Embeddings);
            var rule = new ScoreRule(kind, Beta: 20, Top: 3);

            var scores = new SpaceScorer(centers, Audio, rule).ClassScores(embeddings);

            for (var i = 0; i < embeddings.Rows; i++)
                for (var c = 0; c < centers.Classes.Count; c++)
                    if (ScoringCase.BruteForce(centers, c, embeddings, i, Audio, rule) is { } expected)
                        Assert.Equal(expected.Score, scores.Row(i)[c], 1e-5);
                    else
                        Assert.Equal(float.NegativeInfinity, scores.Row(i)[c]);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Score_AnyCenters_RanksAllClassesThatCountAndNamesTheNearestRow(ScoreKind kind) =>
        Prop.ForAll(ScoringCase.Any, test =>
        {
            var (centers, embeddings) = (test.Centers, test.Embeddings);
            var rule = new ScoreRule(kind, Beta: 20, Top: 3);
            var scorer = new SpaceScorer(centers, Audio, rule);
            var all = scorer.ClassScores(embeddings);

            var items = scorer.Score(embeddings, top: 4);

            Assert.Equal(embeddings.Rows, items.Length);
            for (var i = 0; i < items.Length; i++)
            {
                var row = all.Row(i).ToArray();
                var expected = Enumerable.Range(0, row.Length).Where(c => float.IsFinite(row[c])).OrderByDescending(c => row[c]).ToArray();
                Assert.Equal(expected.Take(4), items[i].Top.Select(c => c.Class));
                Assert.All(items[i].Top, c => Assert.Equal(row[c.Class], c.Score));
                Assert.All(items[i].Top, c => Assert.Equal(ScoringCase.BruteForce(centers, c.Class, embeddings, i, Audio, rule)!.Value.Row, c.Row));
                Assert.Equal(expected.Length > 1 ? row[expected[0]] - row[expected[1]] : 0, items[i].Margin);
                Assert.Equal(expected.Length == 0, items[i].IsUnknown);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Score_Max_IsTheClassOfTheNearestRowOfAll() =>
        Prop.ForAll(ScoringCase.Any, test =>
        {
            var (centers, embeddings) = (test.Centers, test.Embeddings);

            var items = new SpaceScorer(centers, Audio, new ScoreRule()).Score(embeddings, top: 1);

            for (var i = 0; i < items.Length; i++)
            {
                var nearest = Enumerable.Range(0, centers.Rows.Rows).Where(r => centers.Counts(r, Audio))
                    .OrderByDescending(r => Unit.Cosine(embeddings, i, centers.Rows, r)).Cast<int?>().FirstOrDefault();
                Assert.Equal(nearest, items[i].Top.Length > 0 ? items[i].Top[0].Row : null);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Score_ItemsTogetherOrAlone_GiveTheSame() =>
        Prop.ForAll(ScoringCase.Any, test =>
        {
            var embeddings = test.Embeddings;
            var scorer = new SpaceScorer(test.Centers, Audio, new ScoreRule(ScoreKind.LogSumExp), new ScoreCalibration(0.1, 0.2));

            var together = scorer.Score(embeddings, top: 2);

            for (var i = 0; i < embeddings.Rows; i++)
            {
                var alone = scorer.Score(embeddings.Slice(i, 1), top: 2)[0];
                Assert.Equal(alone.IsUnknown, together[i].IsUnknown);
                Assert.Equal(alone.Margin, together[i].Margin, 1e-6f);
                Assert.Equal(alone.Top.Select(c => (c.Class, c.Row)), together[i].Top.Select(c => (c.Class, c.Row)));
                for (var c = 0; c < alone.Top.Length; c++)
                    Assert.Equal(alone.Top[c].Score, together[i].Top[c].Score, 1e-6f);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Score_ClassLargerThanABlock_EqualsItsRowsInManyClasses()
    {
        const int Rows = 40_000;
        var rows = Unit.Random(Rows + 1, 4, seed: 3);
        var embeddings = Unit.Random(3, 4, seed: 4);

        var one = new SpaceScorer(Unit.Centers(rows, [1, Rows]), Audio, new ScoreRule()).Score(embeddings, top: 2);
        var many = new SpaceScorer(Unit.Centers(rows, [.. Enumerable.Repeat(1, Rows + 1)]), Audio, new ScoreRule()).Score(embeddings, top: 1);

        for (var i = 0; i < embeddings.Rows; i++)
        {
            // Blocks of another size may round another way, so that of two rows equally near either may win.
            Assert.Equal(many[i].Top[0].Score, one[i].Top[0].Score, 1e-6f);
            Assert.Equal(Unit.Cosine(embeddings, i, rows, one[i].Top[0].Row), one[i].Top[0].Score, 1e-6);
        }
    }

    [Fact]
    public void Score_ManyItemsTogetherOrAlone_GiveTheSameWhicheverKernelMultiplies()
    {
        // Together 64 x 200 x 128 multiplications, which ONNX Runtime does; alone they are too few for it.
        var embeddings = Unit.Random(64, 128, seed: 5);
        var scorer = new SpaceScorer(Unit.Centers(Unit.Random(200, 128, seed: 6), [.. Enumerable.Repeat(10, 20)]), Audio, new ScoreRule(ScoreKind.TopMean, Top: 3));

        var together = scorer.ClassScores(embeddings);

        for (var i = 0; i < embeddings.Rows; i++)
        {
            var alone = scorer.ClassScores(embeddings.Slice(i, 1)).Row(0);
            for (var c = 0; c < alone.Length; c++)
                Assert.Equal(alone[c], together.Row(i)[c], 1e-6f);
        }
    }

    [Fact]
    public void Score_LogSumExpOfTheMethod_IsStableAndNearTheMaximum()
    {
        var centers = Unit.Centers(Unit.Rows(Unit.At(0), Unit.At(60), Unit.At(180)), [2, 1]);

        var item = new SpaceScorer(centers, Audio, new ScoreRule(ScoreKind.LogSumExp, Beta: 1000)).Score(Unit.Rows(Unit.At(0)), top: 2)[0];

        // (1/1000) ln((1 + exp(-500)) / 2): the mean over K keeps classes with many rows from winning by their number.
        Assert.Equal(1 - (Math.Log(2) / 1000), item.Top[0].Score, 1e-6);
        Assert.Equal(-1, item.Top[1].Score, 1e-6);
    }

    [Fact]
    public void Score_EqualClasses_PrefersTheFirstClassAndItsFirstRow()
    {
        var same = Unit.At(30);
        var centers = Unit.Centers(Unit.Rows(Unit.At(90), same, same, same), [1, 2, 1]);

        var item = new SpaceScorer(centers, Audio, new ScoreRule()).Score(Unit.Rows(same), top: 3)[0];

        Assert.Equal([(1, 1), (2, 3), (0, 0)], item.Top.Select(c => (c.Class, c.Row)));
        Assert.Equal(0, item.Margin);
    }

    [Fact]
    public void Score_ClassWithoutARowForTheModality_NeverWins()
    {
        var image = CenterBuilder.MaskOf([Modality.Image]);
        var centers = Unit.Centers(Unit.Rows(Unit.At(0), Unit.At(180)), [1, 1], [image, CenterSet.AllModalities]);

        Assert.Equal([1], new SpaceScorer(centers, Audio, new ScoreRule()).Score(Unit.Rows(Unit.At(0)), top: 5)[0].Top.Select(c => c.Class));
        Assert.Equal([0, 1], new SpaceScorer(centers, Modality.Image, new ScoreRule()).Score(Unit.Rows(Unit.At(0)), top: 5)[0].Top.Select(c => c.Class));
    }

    [Fact]
    public void Score_Calibrated_IsTheSoftmaxOverAllClassesAndUnknownBelowTheThreshold()
    {
        var centers = Unit.Centers(Unit.Rows(Unit.At(0), Unit.At(90), Unit.At(180)), [1, 1, 1]);
        var scorer = new SpaceScorer(centers, Audio, new ScoreRule(), new ScoreCalibration(0.5, 0.6));
        double[] exponents = [Math.Exp(2), 1, Math.Exp(-2)];

        var items = scorer.Score(Unit.Rows(Unit.At(0), Unit.At(45)), top: 1);

        Assert.Equal(exponents[0] / exponents.Sum(), items[0].Top[0].Confidence!.Value, 1e-6);
        Assert.False(items[0].IsUnknown);
        Assert.True(items[1].IsUnknown); // between two classes
        Assert.Equal(0, items[1].Top[0].Class);
    }

    [Fact]
    public void Score_NotFiniteOrOtherDimension_SaysSo()
    {
        var scorer = new SpaceScorer(Unit.Centers(Unit.Random(3, 4, 1), [1, 2]), Audio, new ScoreRule());

        Assert.Contains("Embedding 1 of audio is not finite", Assert.Throws<AlignmentException>(() => scorer.Score(Unit.Rows([1, 0, 0, 0], [0, float.NaN, 0, 0]), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("2 dimensions, and the centers 4", Assert.Throws<AlignmentException>(() => scorer.Score(Unit.Rows([1, 0]), 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScoreKind.LogSumExp, 0, 5)]
    [InlineData(ScoreKind.LogSumExp, double.NaN, 5)]
    [InlineData(ScoreKind.TopMean, 1000, 0)]
    [InlineData((ScoreKind)9, 1000, 5)]
    public void Create_RuleOutOfRange_SaysSo(ScoreKind kind, double beta, int top) =>
        Assert.Throws<AlignmentException>(() => new SpaceScorer(Unit.Centers(Unit.Random(1, 4, 1), [1]), Audio, new ScoreRule(kind, beta, top)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(1, 1.5)]
    public void Create_CalibrationOutOfRange_SaysSo(double temperature, double unknownBelow) =>
        Assert.Throws<AlignmentException>(() => new SpaceScorer(Unit.Centers(Unit.Random(1, 4, 1), [1]), Audio, new ScoreRule(), new ScoreCalibration(temperature, unknownBelow)));
}
