namespace UniBind.Grid.Alignment.Tests.Knowledge;

public sealed class KnowledgeChecksTests
{
    private const int Columns = 32;
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("As an AI language model, I have no eyes", true)]
    [InlineData("I cannot describe this class.", true)]
    [InlineData("I'm sorry, but that is not possible", true)]
    [InlineData("Sure! a dog in the grass", true)]
    [InlineData("Here are ten descriptions of a dog", true)]
    [InlineData("a photo of a {class} in a garden", true)]
    [InlineData("a dog that cannot swim waits ashore", false)]
    [InlineData("a sorry sight: a rusty car", false)]
    [InlineData("an engineer sure of her aim", false)]
    public async Task RunAsync_Phrases_RefusalsAreFound(string text, bool refused)
    {
        var findings = await new KnowledgeChecks(EmbedAsync).RunAsync([Of("a", text)], Token);
        Assert.Equal(refused, findings.Any(f => f.Check == KnowledgeCheck.Refusal && f.Margin > 0));
    }

    [Fact]
    public async Task RunAsync_WordCounts_AreMeasuredAgainstTheLimits()
    {
        var options = new KnowledgeCheckOptions { MinWords = 3, MaxWords = 5 };
        var findings = await new KnowledgeChecks(EmbedAsync, options).RunAsync([Of("a", "one"), Of("a", "one two three"), Of("a", "1 2 3 4 5 6 7 8")], Token);
        Assert.Equal([(0, 2.0), (2, 3.0)], findings.Where(f => f.Check == KnowledgeCheck.Length).Select(f => (f.Index, f.Margin)));
    }

    [Fact]
    public async Task RunAsync_NearDuplicates_KeepsTheFirstOrTheApprovedOne()
    {
        Description[] texts =
        [
            Of("a", "a:1:0.5"), Of("a", "a:1:0.5 ") , Of("b", "a:1:0.5"),
            Of("b", "b:2:0.5"), Of("b", "b:2:0.5 ") with { State = DescriptionState.Approved }, Of("a", "a:3:0.5 ") with { State = DescriptionState.Rejected }, Of("a", "a:3:0.5"),
        ];
        var found = (await new KnowledgeChecks(EmbedAsync).RunAsync(texts, Token)).Where(f => f.Check == KnowledgeCheck.NearDuplicate).ToArray();
        Assert.Equal([1, 3], found.Select(f => f.Index));
        Assert.All(found, f => Assert.Equal(0.05, f.Margin, 3));
    }

    [Fact]
    public async Task RunAsync_ThirtyPercentWrong_FindsTheWrongAndSparesTheSound()
    {
        // 20 classes of 40 texts; in each class 12 are of the next class, which is the hardest case: they agree with each other.
        var texts = Enumerable.Range(0, 20).SelectMany(c => Enumerable.Range(0, 40).Select(i => Of($"c{c}", $"t{(i < 12 ? (c + 1) % 20 : c)}:{c * 100 + i}:0.7"))).ToArray();
        var found = (await new KnowledgeChecks(EmbedAsync).RunAsync(texts, Token)).Where(f => f.Check == KnowledgeCheck.OffClass).ToDictionary(f => f.Index);
        Assert.Equal(Enumerable.Range(0, texts.Length).Where(i => i % 40 < 12), found.Keys.Order());
        Assert.Contains("closer to the class 'c1' (", found[0].Reason, StringComparison.Ordinal);
        Assert.All(found.Values, f => Assert.True(f.Margin > 0));
    }

    [Fact]
    public async Task RunAsync_OneClassAlone_HasNoOffClass() =>
        Assert.Empty(await new KnowledgeChecks(EmbedAsync, new() { MinWords = 1 }).RunAsync([.. Enumerable.Range(0, 20).Select(i => Of("a", $"a:{i}:2"))], Token));

    [Fact]
    public async Task RunAsync_VectorNotFinite_IsRefusedWithItsText()
    {
        var checks = new KnowledgeChecks((texts, _) => Task.FromResult(EmbeddingMatrix.From([.. texts.Select(_ => new[] { 1f, float.NaN })], 2)));
        var e = await Assert.ThrowsAsync<AlignmentException>(() => checks.RunAsync([Of("a", "a text of it")], Token));
        Assert.Contains("'a text of it'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Review_Findings_DecideOnlyWhatIsProposed()
    {
        Description[] texts = [Of("a", "x y"), Of("a", "z"), Of("a", "q") with { State = DescriptionState.Approved, Reviewer = "me" }];
        var seen = KnowledgeReview.WithFindings(texts, [new(1, KnowledgeCheck.Length, 1, "1 words"), new(2, KnowledgeCheck.Length, 1, "1 words")]);
        var decided = KnowledgeReview.Decide(seen, approvePassing: true, rejectFlagged: true, "checks");
        Assert.Equal([DescriptionState.Approved, DescriptionState.Rejected, DescriptionState.Approved], decided.Select(d => d.State));
        Assert.Equal(("me", "length: 1 words"), (decided[2].Reviewer, decided[2].Reason));
        Assert.Equal(texts[0], KnowledgeReview.Decide(texts, true, true, "checks")[0]);
    }

    private static Description Of(string name, string text) => new() { Class = name, Text = text };

    /// <summary>A text <c>topic:seed:noise</c> is a unit vector of the topic plus noise of a length; any other text is its own topic.</summary>
    private static Task<EmbeddingMatrix> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) => Task.FromResult(EmbeddingMatrix.From([.. texts.Select(text =>
    {
        var parts = text.Trim().Split(':');
        var vector = Unit(parts[0].Sum(c => c * 31) + parts[0].Length * 7919);
        if (parts.Length == 3)
        {
            var noise = Unit(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) + 1_000_000);
            var length = float.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture);
            for (var i = 0; i < Columns; i++)
                vector[i] += length * noise[i];
        }
        return vector;
    })], Columns));

    private static float[] Unit(int seed)
    {
        var random = new Random(seed);
        var vector = new float[Columns];
        for (var i = 0; i < Columns; i++)
            vector[i] = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
        var norm = MathF.Sqrt(vector.Sum(v => v * v));
        return [.. vector.Select(v => v / norm)];
    }
}
