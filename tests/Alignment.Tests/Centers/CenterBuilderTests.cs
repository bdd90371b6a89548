namespace UniBind.Grid.Alignment.Tests;

public sealed class CenterBuilderTests
{
    /// <summary>A cluster around 0 degrees, one row off, one far away.</summary>
    private static readonly EmbeddingMatrix Cluster = Unit.Rows(Unit.At(90), Unit.At(2), Unit.At(-2), Unit.At(0), Unit.At(30));

    [Fact]
    public void Add_TopKWithoutLabels_TakesTheNearestToTheMean() =>
        Assert.Equal([4, 1], Add(new CenterSelection(CenterRule.TopK, 2), Cluster)); // the mean is at 22 degrees

    [Fact]
    public void Add_TopKWithLabels_TakesTheNearestToTheItemsOfTheClassAndHoldsThemAlone()
    {
        var builder = new CenterBuilder(new CenterSelection(CenterRule.TopK, 2), Labelled((85, "c", "x"), (95, "c", "a"), (0, "other", "o")));

        Assert.Equal([0, 4], builder.Add(Candidates("c", Cluster)));
        Assert.Equal(["a", "x"], builder.HeldIds);
    }

    [Fact]
    public void Add_Medoid_TakesTheDescriptionNearestToAllAndItsNeighbours()
    {
        var rows = Unit.Rows(Unit.At(90), Unit.At(3), Unit.At(-2), Unit.At(0), Unit.At(8));

        Assert.Equal([4, 1, 3], Add(new CenterSelection(CenterRule.Medoid, 3), rows));
    }

    [Fact]
    public void Add_KCenter_TakesTheFarthestEachTime() =>
        Assert.Equal([4, 0, 2], Add(new CenterSelection(CenterRule.Diverse, 3, Relevance: 0), Cluster));

    [Fact]
    public void Add_DiverseByRelevanceAlone_IsTheOrderOfTheMean() =>
        Assert.Equal([4, 1, 3, 2, 0], Add(new CenterSelection(CenterRule.Diverse, 5, Relevance: 1), Cluster));

    [Fact]
    public void Add_Diverse_PutsDuplicatesLast()
    {
        var rows = Unit.Rows(Unit.At(10), Unit.At(10), Unit.At(10), Unit.At(40), Unit.At(-30));

        Assert.Equal([1, 2], Add(new CenterSelection(CenterRule.Diverse, 5), rows)[^2..].Order());
    }

    [Fact]
    public void Add_Calibrated_TakesRowsThatReachItemsAndLeavesThoseThatReachOthers()
    {
        // Items of the class lie at 0 and 80 degrees, those of another at 140; a description at 120 would win those.
        var rows = Unit.Rows(Unit.At(120), Unit.At(5), Unit.At(75), Unit.At(180));
        var builder = new CenterBuilder(new CenterSelection(CenterRule.Calibrated, 4), Labelled((0, "c", "1"), (80, "c", "2"), (140, "other", "3")));

        var chosen = builder.Add(Candidates("c", rows));

        Assert.Equal([1, 2], chosen.Order());
        Assert.Equal(["1", "2", "3"], builder.HeldIds);
    }

    [Fact]
    public void Add_CalibratedClassWithoutItems_SaysSo()
    {
        var builder = new CenterBuilder(new CenterSelection(CenterRule.Calibrated, 2), Labelled((0, "other", "1")));

        Assert.Contains("'c' has no labelled embedding", Assert.Throws<AlignmentException>(() => builder.Add(Candidates("c", Cluster))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_CalibratedWithoutItems_SaysSo() =>
        Assert.Contains("needs labelled embeddings", Assert.Throws<AlignmentException>(() => new CenterBuilder(new CenterSelection(CenterRule.Calibrated))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(CenterRule.TopK)]
    [InlineData(CenterRule.Medoid)]
    [InlineData(CenterRule.Diverse)]
    [InlineData(CenterRule.Calibrated)]
    public void Add_EqualDescriptions_TakesTheFirstAndNeverOneTwice(CenterRule rule)
    {
        var same = Unit.At(20);
        var builder = new CenterBuilder(new CenterSelection(rule, 3), Labelled((20, "c", "1"), (100, "other", "2")));

        var chosen = builder.Add(Candidates("c", Unit.Rows(same, same, same, same)));

        Assert.Equal(rule == CenterRule.Calibrated ? [0] : [0, 1, 2], chosen);
    }

    [Theory]
    [InlineData(CenterRule.TopK)]
    [InlineData(CenterRule.Medoid)]
    [InlineData(CenterRule.Diverse)]
    [InlineData(CenterRule.Calibrated)]
    public void Add_AnyRule_GivesTheSameWithOtherClassesBefore(CenterRule rule)
    {
        var rows = Unit.Random(30, 8, seed: 1);
        var items = new LabelledEmbeddings(Unit.Random(40, 8, seed: 2), [.. Enumerable.Range(0, 40).Select(i => $"c{i % 2}")], [.. Enumerable.Range(0, 40).Select(i => $"{i}")]);
        var alone = new CenterBuilder(new CenterSelection(rule, 7), items);
        var second = new CenterBuilder(new CenterSelection(rule, 7), items);
        second.Add(Candidates("c0", Unit.Random(9, 8, seed: 3)));

        var chosen = second.Add(Candidates("c1", rows));

        Assert.Equal(alone.Add(Candidates("c1", rows)), chosen);
        Assert.InRange(chosen.Length, 1, 7);
        Assert.Equal(chosen.Length, chosen.Distinct().Count());
    }

    [Fact]
    public void Build_TwoClasses_HasTheChosenRowsNormalisedWithTextsAndMasks()
    {
        var builder = new CenterBuilder(new CenterSelection(CenterRule.Medoid, 2));
        builder.Add(new CenterCandidates("a", Unit.Rows([3, 0], [0, 5], [2, 0]), ["x", "y", "z"], [2, 4, 2]));
        builder.Add(new CenterCandidates("b", Unit.Rows([0, -7]), ["w"], [CenterSet.AllModalities]));

        var centers = builder.Build();

        Assert.Equal(["a", "b"], centers.Classes);
        Assert.Equal((0, 2), centers.RowsOf(0));
        Assert.Equal((2, 1), centers.RowsOf(1));
        Assert.Equal([1f, 0, 0, 1, 0, -1], centers.Rows.Values.ToArray());
        Assert.Equal(["x", "y", "w"], Enumerable.Range(0, 3).Select(centers.TextOf));
        Assert.Equal([2, 4, -1], Enumerable.Range(0, 3).Select(centers.MaskOf)); // the modality of mask 4 kept its only row
        Assert.Equal(1, centers.IndexOf("b"));
        Assert.Equal(-1, centers.IndexOf("c"));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(0)]
    public void Add_EmbeddingWithoutDirection_NamesTheDescription(float value)
    {
        var error = Assert.Throws<AlignmentException>(() => Add(new CenterSelection(), Unit.Rows([1, 0], [value, 0])));

        Assert.Equal("The embedding of the description 'text 1' of the class 'c' is not finite, or all zero; embed it again.", error.Message);
    }

    [Fact]
    public void Add_NoDescriptionOrNameTwiceOrOtherDimension_SaysSo()
    {
        var builder = new CenterBuilder(new CenterSelection());
        builder.Add(Candidates("a", Cluster));

        Assert.Contains("'b' has no description", Assert.Throws<AlignmentException>(() => builder.Add(Candidates("b", new EmbeddingMatrix(default, 0, 2)))).Message, StringComparison.Ordinal);
        Assert.Contains("Two classes have the name 'a'", Assert.Throws<AlignmentException>(() => builder.Add(Candidates("a", Cluster))).Message, StringComparison.Ordinal);
        Assert.Contains("3 dimensions, and the others of 2", Assert.Throws<AlignmentException>(() => builder.Add(Candidates("b", Unit.Rows([1, 0, 0])))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("topk", "topk 20")]
    [InlineData("medoid", "medoid 20")]
    [InlineData("diverse", "diverse 20")]
    [InlineData("diverse:0.7", "diverse:0.7 20")]
    [InlineData("calibrated", "calibrated 20")]
    public void Parse_Rule_PrintsItself(string rule, string printed) => Assert.Equal(printed, CenterSelection.Parse(rule, 20).ToString());

    [Theory]
    [InlineData("best", 5)]
    [InlineData("medoid:1", 5)]
    [InlineData("diverse:2", 5)]
    [InlineData("diverse:NaN", 5)]
    [InlineData("topk", 0)]
    public void Parse_NoRule_SaysSo(string rule, int rows) => Assert.Throws<AlignmentException>(() => CenterSelection.Parse(rule, rows));

    private static int[] Add(CenterSelection selection, EmbeddingMatrix rows) => new CenterBuilder(selection).Add(Candidates("c", rows));

    private static CenterCandidates Candidates(string name, EmbeddingMatrix rows) =>
        new(name, rows, [.. Enumerable.Range(0, rows.Rows).Select(r => $"text {r}")], [.. Enumerable.Repeat(CenterSet.AllModalities, rows.Rows)]);

    private static LabelledEmbeddings Labelled(params (double Degrees, string Label, string Id)[] items) =>
        new(Unit.Rows([.. items.Select(i => Unit.At(i.Degrees))]), [.. items.Select(i => i.Label)], [.. items.Select(i => i.Id)]);
}
