using System.Text.Json.Nodes;

namespace UniBind.Grid.Media.Tests;

public sealed class HashedNgramProfileTests
{
    [Fact]
    public void Prepare_KnownText_GivesTheSameValuesForGood()
    {
        // From a second implementation of the definition. Stored embeddings depend on these numbers: a change needs a new version of the profile.
        var item = Profile().Prepare("A dog, a dog!");
        Assert.Equal([864, 48, 14, 180, 823, 621, 756, 921, 877, 762], item.Longs("bucket"));
        float[] weights = [1.6931f, -1.6931f, 1.1852f, -0.4233f, 0.4233f, 0.4233f, 0.4233f, 0.4233f, 0.4233f, 0.7f];
        Assert.Equal(weights, item.Floats("weight").Select(w => MathF.Round(w, 4)));
        Assert.Equal([1, 10], item.Tensors[0].Shape);
    }

    [Fact]
    public void Prepare_WordsWithoutCharacters_CountsWordsAndPairs()
    {
        // to, be, or, not; "to be" twice, be or, or not, not to.
        var weights = Profile(new() { ["characterWeight"] = 0 }).Prepare("To be or not to be").Floats("weight").Select(MathF.Abs).Order().ToArray();
        var twice = 1 + MathF.Log(2);
        Assert.Equal(new[] { 0.7f, 0.7f, 0.7f, 1, 1, 0.7f * twice, twice, twice }.Order(), weights);
    }

    [Theory]
    [InlineData("The DOG’s № 5", "the dog s no 5")]
    [InlineData("dog, dog; (dog)", "dog dog dog")]
    [InlineData("caf\u0065\u0301", "café")]
    public void Prepare_TextsOfTheSameWords_AreEqual(string one, string other)
    {
        Assert.Equal(Profile().Prepare(one).Longs("bucket"), Profile().Prepare(other).Longs("bucket"));
        Assert.Equal(Profile().Prepare(one).Floats("weight"), Profile().Prepare(other).Floats("weight"));
    }

    [Theory]
    [InlineData("犬猫", 3)] // two words and their pair
    [InlineData("😀", 1)]
    [InlineData("a", 1)]
    [InlineData("ab", 4)] // the word, "<ab", "ab>", "<ab>"
    [InlineData("dog", 7)] // the word, 3 of 3, 2 of 4, 1 of 5
    public void Prepare_ShortText_HasAllItsNgrams(string text, int count) => Assert.Equal(count, Profile().Prepare(text).Longs("bucket").Length);

    [Fact]
    public void Prepare_SimilarTexts_AreNearerThanOthers()
    {
        var dog = Vector("a photo of a dog");
        Assert.True(Cosine(dog, Vector("photos of two dogs")) > 0.2);
        Assert.True(Cosine(dog, Vector("a photograph of a dog")) > Cosine(dog, Vector("an engine starting up in winter")) + 0.4);
        Assert.InRange(Cosine(Vector("seven stars"), Vector("an engine of iron")), -0.2, 0.2);
    }

    [Fact]
    public void Prepare_ManyWords_SpreadsBucketsAndSigns()
    {
        var words = Enumerable.Range(0, 3000).Select(i => $"word{i * 7919}");
        var item = Profile(new() { ["buckets"] = 64, ["maxTokens"] = 65_536 }).Prepare(string.Join(' ', words));
        var counts = item.Longs("bucket").CountBy(b => b).Select(c => c.Value).ToArray();
        var expected = item.Longs("bucket").Length / 64.0;
        Assert.Equal(64, counts.Length);
        // Chi-squared with 63 degrees of freedom: 5 standard deviations above its mean.
        Assert.True(counts.Sum(c => (c - expected) * (c - expected) / expected) < 63 + 5 * Math.Sqrt(126));
        Assert.InRange(item.Floats("weight").Average(MathF.Sign), -0.03, 0.03);
    }

    [Fact]
    public void Prepare_TooManyNgrams_KeepsTheFirstWords()
    {
        var words = Enumerable.Range(0, 500).Select(i => $"w{i}").ToArray();
        var item = Profile(new() { ["maxTokens"] = 256 }).Prepare(string.Join(' ', words));
        Assert.True(item.Truncated);
        Assert.InRange(item.Longs("bucket").Length, 230, 256);

        // The same as a text of just the words kept: whole words are left out.
        var kept = Enumerable.Range(1, 500).First(n => Profile(new() { ["maxTokens"] = 256 }).Prepare(string.Join(' ', words[..(n + 1)])).Truncated);
        var start = Profile(new() { ["maxTokens"] = 256 }).Prepare(string.Join(' ', words[..kept]));
        Assert.False(start.Truncated);
        Assert.Equal(start.Longs("bucket"), item.Longs("bucket"));
    }

    [Fact]
    public void Prepare_RepeatedWords_DoNotFillTheWindow() =>
        Assert.False(Profile(new() { ["maxTokens"] = 256 }).Prepare(string.Concat(Enumerable.Repeat("to be or not ", 10_000))).Truncated);

    [Theory]
    [InlineData("...")]
    [InlineData("\u0007\u200B —")]
    public void Prepare_PunctuationOnly_ThrowsEmpty(string text) =>
        Assert.Equal(ItemErrorCodes.Empty, Assert.Throws<ItemException>(() => Profile().Prepare(text)).Code);

    [Fact]
    public void Prepare_FromManyThreads_IsDeterministic()
    {
        var profile = Profile();
        var texts = Enumerable.Range(0, 200).Select(i => string.Join(' ', Enumerable.Range(i, 1 + i % 30).Select(j => $"word{j}"))).ToArray();
        var alone = texts.Select(t => Profile().Prepare(t).Longs("bucket")).ToArray();
        Parallel.For(0, texts.Length * 5, i => Assert.Equal(alone[i % texts.Length], profile.Prepare(texts[i % texts.Length]).Longs("bucket")));
    }

    internal static IPreprocessingProfile Profile(JsonObject? options = null, LongText longText = LongText.Truncate) =>
        TextProfile.Create("hashed-ngrams", options, longText: longText);

    private static float[] Vector(string text)
    {
        var item = Profile().Prepare(text);
        var vector = new float[1024];
        foreach (var (bucket, weight) in item.Longs("bucket").Zip(item.Floats("weight")))
            vector[bucket] += weight;
        return vector;
    }

    private static double Cosine(float[] a, float[] b) =>
        a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(x => (double)x * x));
}
