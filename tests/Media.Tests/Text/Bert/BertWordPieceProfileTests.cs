using System.Text;
using System.Text.Json.Nodes;

namespace UniBind.Grid.Media.Tests;

public sealed class BertWordPieceProfileTests
{
    private static readonly string[] Vocabulary =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", "dog", "##s", "naive", ",", "!", "犬", "The", "the", "[", "]", "sep", "a", "##a"];

    [Theory]
    [InlineData("unaffable dogs", new long[] { 2, 5, 6, 7, 8, 9, 3 })]
    [InlineData("NAÏVE,dog!", new long[] { 2, 10, 11, 8, 12, 3 })] // lower case, accent stripped, punctuation apart
    [InlineData("dog犬犬", new long[] { 2, 8, 13, 13, 3 })] // each ideograph apart
    [InlineData("do\u200Dg \u0007dog\uFFFD", new long[] { 2, 8, 8, 3 })] // controls dropped
    [InlineData("[SEP] dog", new long[] { 2, 16, 18, 17, 8, 3 })] // text is never a special token
    [InlineData("dogx dog", new long[] { 2, 1, 8, 3 })] // unknown as a whole
    public void Prepare_ShortText_GivesHandComputedIds(string text, long[] expected)
    {
        var item = Profile().Prepare(text);
        Assert.Equal(expected, item.Longs("input_ids"));
        Assert.Equal(Enumerable.Repeat(1L, expected.Length), item.Longs("attention_mask"));
        Assert.Equal(new long[expected.Length], item.Longs("token_type_ids"));
        Assert.False(item.Truncated);
    }

    [Fact]
    public void Prepare_CasedVocabulary_KeepsCaseAndAccents()
    {
        var profile = Profile(new() { ["lowerCase"] = false });
        Assert.Equal([2, 14, 1, 3], profile.Prepare("The naïve").Longs("input_ids"));
        Assert.Equal([2, 15, 1, 3], Profile().Prepare("The DOGX").Longs("input_ids"));
    }

    [Fact]
    public void Prepare_WithoutTokenTypes_HasNone()
    {
        var profile = Profile(new() { ["tokenTypes"] = false });
        Assert.Equal(["input_ids", "attention_mask"], profile.Outputs.Select(o => o.Name));
        Assert.Equal(["input_ids", "attention_mask"], profile.Prepare("dog").Tensors.Select(t => t.Name));
        var bare = Profile(new() { ["tokenTypes"] = false, ["mask"] = "none" });
        Assert.Equal([2, 8, 3], Assert.Single(bare.Prepare("dog").Tensors).Longs!);
    }

    [Fact]
    public void Prepare_OverlongText_KeepsTheSeparator()
    {
        var item = Profile(new() { ["maxLength"] = 6 }).Prepare("dogs dogs dogs");
        Assert.Equal([2, 8, 9, 8, 9, 3], item.Longs("input_ids"));
        Assert.True(item.Truncated);
    }

    [Fact]
    public void Prepare_WordOfMoreThanHundredCharacters_IsUnknown()
    {
        Assert.Equal(102, Profile().Prepare(new string('a', 100)).Shown().Length);
        Assert.Equal([2, 1, 8, 3], Profile().Prepare(new string('a', 101) + " dog").Shown());
    }

    [Fact]
    public void Prepare_ControlCharactersOnly_ThrowsEmpty() =>
        Assert.Equal(ItemErrorCodes.Empty, Assert.Throws<ItemException>(() => Profile().Prepare("\u0001\u200D")).Code);

    [Fact]
    public void Prepare_RandomWords_EqualsGreedyOracle()
    {
        var random = new Random(23);
        var pieces = Enumerable.Range(0, 60).Select(_ => TextProfile.RandomText(random, "abc", 1, 4).Trim()).Distinct().ToArray();
        string[] vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", .. pieces, .. pieces.Select(p => "##" + p).Reverse().Skip(5)];
        var profile = Profile(new() { ["maxLength"] = 8192 }, vocabulary);
        for (var round = 0; round < 50; round++)
        {
            var text = TextProfile.RandomText(random, "aabbccABC", 200, 14);
            var expected = text.ToLowerInvariant().Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).SelectMany(w => Greedy(w, vocabulary));
            Assert.Equal([2, .. expected, 3], profile.Prepare(text).Shown());
        }
    }

    [Fact]
    public void Create_VocabularyWithoutSpecialToken_NamesIt()
    {
        var e = Assert.Throws<InvalidDataException>(() => Profile(vocabulary: ["[PAD]", "[UNK]", "[CLS]"]));
        Assert.Contains("[SEP]", e.Message, StringComparison.Ordinal);
    }

    internal static IPreprocessingProfile Profile(JsonObject? options = null, string[]? vocabulary = null, LongText longText = LongText.Truncate)
    {
        options ??= [];
        options["vocab"] = "vocab.txt";
        var file = Encoding.UTF8.GetBytes(string.Join('\n', vocabulary ?? Vocabulary) + "\n");
        return TextProfile.Create("bert-wordpiece", options, new Dictionary<string, byte[]> { ["vocab.txt"] = file }, longText);
    }

    private static List<long> Greedy(string word, string[] vocabulary)
    {
        var ids = new List<long>();
        for (var start = 0; start < word.Length;)
        {
            var end = word.Length;
            while (end > start && Array.IndexOf(vocabulary, (start > 0 ? "##" : "") + word[start..end]) < 0)
                end--;
            if (end == start)
                return [1];
            ids.Add(Array.IndexOf(vocabulary, (start > 0 ? "##" : "") + word[start..end]));
            start = end;
        }
        return ids;
    }
}
