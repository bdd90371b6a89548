namespace UniBind.Grid.Alignment.Tests;

public sealed class CenterTargetsTests
{
    private const int ImageOnly = 1 << (int)Modality.Image;

    private static readonly CenterSet s_centers = new(
        ["cat", "dog"], [0, 3, 4], new EmbeddingMatrix(new float[] { 1, 0, 0, 1, 0, -1, 0.6f, 0.8f }, 4, 2),
        [CenterSet.AllModalities, CenterSet.AllModalities, ImageOnly, ImageOnly], r => $"row {r}");

    [Fact]
    public void ClassMeans_MaskedRows_CountForTheirModalitiesOnly()
    {
        var half = MathF.Sqrt(0.5f);

        Assert.Equal([1, 0, 0.6f, 0.8f], CenterTargets.ClassMeans(s_centers, Modality.Image).Values.ToArray(), Near);
        Assert.Equal([half, half, 0, 0], CenterTargets.ClassMeans(s_centers, Modality.Audio).Values.ToArray(), Near);
    }

    [Fact]
    public void CentredMeans_RelatedClasses_LeavesOutWhatTheyShare()
    {
        // Two classes whose means are (0.8, 0.6, 0) and (0.8, -0.6, 0): they share the first direction and differ in the second.
        var centers = new CenterSet(["a", "b"], [0, 1, 2], new EmbeddingMatrix(new float[] { 0.8f, 0.6f, 0, 0.8f, -0.6f, 0 }, 2, 3), [-1, -1], r => $"{r}");

        Assert.Equal([0, 1, 0, 0, -1, 0], CenterTargets.CentredMeans(centers, Modality.Image).Values.ToArray(), Near);
    }

    [Fact]
    public void CentredMeans_OneClassOrEqualOnes_KeepsTheMeans()
    {
        var equal = new CenterSet(["a", "b"], [0, 1, 2], new EmbeddingMatrix(new float[] { 0.8f, 0.6f, 0.8f, 0.6f }, 2, 2), [-1, -1], r => $"{r}");

        Assert.Equal([0.8f, 0.6f, 0.8f, 0.6f], CenterTargets.CentredMeans(equal, Modality.Image).Values.ToArray(), Near);
        Assert.Equal(CenterTargets.ClassMeans(s_centers, Modality.Audio).Values.ToArray(), CenterTargets.CentredMeans(s_centers, Modality.Audio).Values.ToArray(), Near);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_Items_TakesTheTargetsOfTheirClasses(bool centred)
    {
        var examples = new HeadExamples { Raw = HeadData.Matrix(2, 3, 1), Classes = [1, 0] };
        var means = centred ? CenterTargets.CentredMeans(s_centers, Modality.Image) : CenterTargets.ClassMeans(s_centers, Modality.Image);

        var targets = CenterTargets.Of(examples, s_centers, Modality.Image, centred);

        Assert.Equal([.. means.Row(1), .. means.Row(0)], targets.Values.ToArray());
    }

    [Fact]
    public void Evaluate_RuleOfTheSpace_DecidesByItsScore()
    {
        // The item is nearest to a row of cat, but cat's other row points away: by the mean, dog wins.
        var head = new Head { Modality = Modality.Image, Weights = new EmbeddingMatrix(new float[] { 1, 0, 0, 1 }, 2, 2) };
        var centers = new CenterSet(["cat", "dog"], [0, 2, 3], new EmbeddingMatrix(new float[] { 1, 0, -1, 0, 0.6f, 0.8f }, 3, 2), [-1, -1, -1], r => $"{r}");
        var examples = new HeadExamples { Raw = new EmbeddingMatrix(new float[] { 2, 0 }, 1, 2), Classes = [1] };

        double? Accuracy(ScoreRule? rule) => HeadEvaluator.Evaluate(head, examples, centers, 1, Gemm.Shared, TestContext.Current.CancellationToken, rule).Accuracy;
        var loss = HeadEvaluator.Evaluate(head, examples, centers, 0.5, Gemm.Shared, TestContext.Current.CancellationToken, new ScoreRule(ScoreKind.Mean)).Loss;

        Assert.Equal(0, Accuracy(null));
        Assert.Equal(1, Accuracy(new ScoreRule(ScoreKind.Mean)));
        Assert.Equal(Math.Log(1 + Math.Exp(-0.6 / 0.5)), loss!.Value, 1e-6);
    }

    [Fact]
    public void Of_ClassWithoutARowForTheModality_NamesIt()
    {
        var examples = new HeadExamples { Raw = HeadData.Matrix(2, 3, 1), Classes = HeadExamples.ClassesOf(["cat", "dog"], s_centers) };

        var error = Assert.Throws<AlignmentException>(() => CenterTargets.Of(examples, s_centers, Modality.Audio));

        Assert.Contains("'dog'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Restrict_SomeClasses_KeepsTheirRowsMasksAndTexts()
    {
        var seen = CenterTargets.Restrict(s_centers, [1]);

        Assert.Equal(["dog"], seen.Classes);
        Assert.Equal([0.6f, 0.8f], seen.Rows.Values.ToArray());
        Assert.Equal(ImageOnly, seen.MaskOf(0));
        Assert.Equal("row 3", seen.TextOf(0));
        Assert.Equal([-1, 0], HeadExamples.ClassesOf(["cat", "dog"], seen));
    }

    [Fact]
    public void Evaluate_ItemsAtKnownPlaces_GivesTheAccuracyAndLossOfTheDefinition()
    {
        // Identity: items at (1,0), (0,1) and (0.6,0.8). The second is nearest to a row of cat, and is said to be a dog.
        var head = new Head { Modality = Modality.Image, Weights = new EmbeddingMatrix(new float[] { 1, 0, 0, 1 }, 2, 2) };
        var examples = new HeadExamples { Raw = new EmbeddingMatrix(new float[] { 5, 0, 0, 2, 0.6f, 0.8f, 1, 1 }, 4, 2), Classes = [0, 1, 1, -1] };

        var metrics = HeadEvaluator.Evaluate(head, examples, s_centers, 1, Gemm.Shared, TestContext.Current.CancellationToken);

        double Loss(double own, params double[] others) => Math.Log(1 + (others.Sum(Math.Exp) / Math.Exp(own)));
        var cat = Math.Log(Math.E + 1 + 1);
        Assert.Equal(2 / 3.0, metrics.Accuracy!.Value, 1e-9);
        Assert.Equal((Loss(cat, 0.6) + Loss(0.8, 0, 1, -1) + Loss(1, 0.6, 0.8, -0.8)) / 3, metrics.Loss!.Value, 1e-6);
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-6;
}
