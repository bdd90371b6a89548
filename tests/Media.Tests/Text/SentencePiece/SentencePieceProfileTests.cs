using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UniBind.Grid.Media.Tests;

public sealed class SentencePieceProfileTests
{
    private static readonly (string Piece, double? Score)[] Pieces =
        [("<unk>", 0), ("<s>", 0), ("</s>", 0), ("▁", -3), ("▁dog", -4), ("s", -5), ("▁do", -5), ("g", -6), ("d", -7), ("o", -7), ("é", -8), ("1", -8), ("ba", -9), ("▁𝄞", -9)];

    [Theory]
    [InlineData("dogs", new long[] { 4, 5 })]
    [InlineData(" do \t\n dog ", new long[] { 6, 4 })] // white space collapsed
    [InlineData("xyzé", new long[] { 3, 0, 10 })] // a run of unknown characters is one token
    [InlineData("x 1", new long[] { 3, 0, 3, 11 })]
    [InlineData("①e\u0301", new long[] { 3, 11, 10 })] // form KC
    [InlineData("bab", new long[] { 3, 12, 0 })]
    [InlineData("<s>", new long[] { 3, 0, 5, 0 })] // reserved pieces match no text
    [InlineData("𝄞𝄞", new long[] { 13, 0 })] // characters beyond 16 bits
    public void Prepare_ShortText_GivesHandComputedIds(string text, long[] expected)
    {
        var item = Profile().Prepare(text);
        Assert.Equal(expected, item.Longs("input_ids"));
        Assert.Equal(Enumerable.Repeat(1f, expected.Length), item.Floats("attention_mask"));
    }

    [Fact]
    public void Prepare_Options_PutSpecialTokensAround()
    {
        var item = Profile(new() { ["bos"] = 1, ["eos"] = 2, ["mask"] = "int", ["maxLength"] = 4 }).Prepare("dogs dogs");
        Assert.Equal([1, 4, 5, 2], item.Longs("input_ids"));
        Assert.Equal([1, 1, 1, 1], item.Longs("attention_mask"));
        Assert.True(item.Truncated);
    }

    [Fact]
    public void Prepare_LabSentences_GiveTheGoldenIds()
    {
        var profile = Lab();
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Testing.Lab.Require("golden", "use-lite.json")));
        var compared = 0;
        foreach (var sentence in golden.RootElement.EnumerateArray())
        {
            var expected = sentence.GetProperty("ids").EnumerateArray().Select(i => i.GetInt64());
            Assert.Equal(expected, profile.Prepare(sentence.GetProperty("text").GetString()!).Longs("input_ids"));
            compared++;
        }
        Assert.True(compared >= 5);
    }

    [Fact]
    public void Prepare_LabPieceWithoutScore_IsUsed() =>
        // The file lost the scores of all pieces with a colon: 57 is ":", 658 "▁:)".
        Assert.Equal([959, 57, 658], Lab().Prepare("dog: :)").Longs("input_ids"));

    [Fact]
    public void Prepare_RandomText_EqualsExhaustiveOracle()
    {
        var random = new Random(31);
        for (var round = 0; round < 10; round++)
        {
            var pieces = new List<(string Piece, double? Score)> { ("<unk>", 0), ("<s>", 0), ("</s>", 0), ("▁", -4.03125) };
            while (pieces.Count < 40)
            {
                var piece = (random.Next(3) == 0 ? "▁" : "") + TextProfile.RandomText(random, "abcd", 1, 4).Trim();
                if (!pieces.Exists(p => p.Piece == piece))
                    pieces.Add((piece, -2 - random.Next(9 * 64) / 64.0)); // exact in single precision
            }
            var profile = Profile(new() { ["maxLength"] = 4096 }, [.. pieces]);
            for (var i = 0; i < 8; i++)
            {
                var text = TextProfile.RandomText(random, "aaabbbcccdx", 20, 9);
                Assert.Equal(Exhaustive(text, pieces), profile.Prepare(text).Longs("input_ids"));
            }
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[[\"a\"]]")]
    [InlineData("[[\"a\",1],[\"b\",\"x\"],[\"c\",1],[\"d\",1]]")]
    [InlineData("[[\"a\",1],[\"b\",1],[\"c\",1],[\"\",1]]")]
    [InlineData("[[\"a\",1],[\"b\",1],[\"c\",1],[\"d\",null]]")]
    [InlineData("[1,2,3,4,5]")]
    [InlineData("[[\"a\",1")]
    [InlineData("no vocabulary")]
    [InlineData("")]
    public void Create_BadVocabulary_NamesTheFile(string vocabulary)
    {
        var e = Assert.Throws<InvalidDataException>(() => Create([], Encoding.UTF8.GetBytes(vocabulary)));
        Assert.Contains("vocab.json", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_ModelFile_GivesItsIds()
    {
        var profile = Create(new() { ["mask"] = "int" }, SentencePieceModel.Write(Pieces), reserved: false);
        Assert.Equal([4, 5, 6], profile.Prepare("dogs  do").Longs("input_ids"));
        Assert.Equal([3, 0, 10], profile.Prepare("xyzé").Longs("input_ids"));
    }

    [Fact]
    public void Prepare_ModelFileOfTheRobertaFamily_ShiftsIds()
    {
        var options = new JsonObject { ["idOffset"] = 1, ["unk"] = 3, ["bos"] = 0, ["eos"] = 2, ["pad"] = 1 };
        Assert.Equal([0, 4, 3, 6, 2], Create(options, SentencePieceModel.Write(Pieces), reserved: false).Prepare("xs").Longs("input_ids"));
    }

    [Fact]
    public void Prepare_LongTextThroughModelFile_EqualsJsonVocabulary()
    {
        // Two independent implementations of the same model, over many blocks.
        var random = new Random(37);
        var model = Create(new() { ["maxLength"] = 8192 }, SentencePieceModel.Write(Pieces), reserved: false);
        var json = Profile(new() { ["maxLength"] = 8192 });
        // Single spaces: this model has no rule that makes one of a tab.
        var text = TextProfile.RandomText(random, "ddooggsé1ba", 1500, 8).Replace("\t\n", "", StringComparison.Ordinal);
        Assert.Equal(model.Prepare(text).Longs("input_ids"), json.Prepare(text).Longs("input_ids"));
    }

    internal static IPreprocessingProfile Profile(JsonObject? options = null, (string Piece, double? Score)[]? pieces = null, LongText longText = LongText.Truncate)
    {
        var entries = (pieces ?? Pieces).Select(p => new JsonArray(p.Piece, p.Score)).ToArray<JsonNode>();
        return Create(options ?? [], Encoding.UTF8.GetBytes(new JsonArray(entries).ToJsonString()), longText: longText);
    }

    internal static IPreprocessingProfile Lab(LongText longText = LongText.Truncate) =>
        TextProfile.Create("sentencepiece-unigram", new() { ["vocab"] = "vocab.json" }, new Dictionary<string, byte[]> { ["vocab.json"] = File.ReadAllBytes(Testing.Lab.Require("encoders", "use_vocab.json")) }, longText);

    private static IPreprocessingProfile Create(JsonObject options, byte[] file, bool reserved = true, LongText longText = LongText.Truncate)
    {
        options["vocab"] = "vocab.json";
        if (reserved)
            options["reserved"] = 3;
        return TextProfile.Create("sentencepiece-unigram", options, new Dictionary<string, byte[]> { ["vocab.json"] = file }, longText);
    }

    /// <summary>The best segmentation by recursion over all last pieces, in strings; of equal ones the longest last piece.</summary>
    private static List<long> Exhaustive(string text, List<(string Piece, double? Score)> pieces)
    {
        var escaped = "▁" + string.Join('▁', text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries));
        var unknown = pieces.Skip(3).Min(p => (float)p.Score!.Value) - 10;
        var memory = new Dictionary<int, (float Score, List<long> Ids)>();
        var ids = Best(escaped.Length).Ids;
        return [.. ids.Where((id, i) => id != 0 || i == 0 || ids[i - 1] != 0)];

        (float Score, List<long> Ids) Best(int end)
        {
            if (end == 0)
                return (0, []);
            if (memory.TryGetValue(end, out var known))
                return known;
            var options = pieces.Select((p, i) => (Text: p.Piece, Score: (float)p.Score!.Value, Id: (long)i)).Skip(3)
                .Where(p => escaped[..end].EndsWith(p.Text, StringComparison.Ordinal)).ToList();
            if (!options.Exists(p => p.Text.Length == 1))
                options.Add((escaped[end - 1].ToString(CultureInfo.InvariantCulture), unknown, 0));
            var best = options.OrderByDescending(p => p.Text.Length).Select(p => (Piece: p, Head: Best(end - p.Text.Length)))
                .Select(o => (Score: o.Head.Score + o.Piece.Score, Ids: (List<long>)[.. o.Head.Ids, o.Piece.Id])).MaxBy(o => o.Score);
            return memory[end] = best;
        }
    }
}
