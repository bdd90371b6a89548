using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace UniBind.Grid.Media.Tests;

public sealed class ClipBpeProfileTests
{
    // Ids by hand: bytes 0-255 ('!' is 0, so 'a' is 64), the same at a word's end 256-511, then the merges, start, end.
    private static readonly string[] Merges = ["d o", "do g</w>", "l o", "lo w", "e r</w>", "low er</w>", "a b", "ab ab", "b c</w>", "Ã ©</w>"];
    private const int Start = 522, End = 523;

    [Theory]
    [InlineData("Dog  LOWER!", new long[] { Start, 513, 517, 256, End })]
    [InlineData("low", new long[] { Start, 514, 256 + 'w' - '!', End })] // "lo w" wants a w that ends no word
    [InlineData("dogs", new long[] { Start, 512, 'g' - '!', 256 + 's' - '!', End })]
    [InlineData("dog's 42", new long[] { Start, 513, '\'' - '!', 256 + 's' - '!', 256 + '4' - '!', 256 + '2' - '!', End })]
    [InlineData("&amp;amp; dog", new long[] { Start, 256 + '&' - '!', 513, End })] // unescaped twice
    [InlineData("abababc", new long[] { Start, 519, 518, 256 + 'c' - '!', End })]
    [InlineData("é", new long[] { Start, 521, End })] // two bytes, one merge
    [InlineData("e\u0301", new long[] { Start, 521, End })] // composed first
    [InlineData("ｄｏｇ", new long[] { Start, 513, End })] // full-width forms
    [InlineData("dog’s", new long[] { Start, 513, '\'' - '!', 256 + 's' - '!', End })] // straightened quote
    public void Prepare_ShortText_GivesHandComputedIds(string text, long[] expected)
    {
        var item = Profile().Prepare(text);
        Assert.Equal([1, 77], item.Tensors[0].Shape);
        Assert.Equal([.. expected, .. new long[77 - expected.Length]], item.Longs("input_ids"));
        Assert.Equal(expected.Length, item.Longs("attention_mask").Sum());
        Assert.Equal(expected, item.Shown());
        Assert.False(item.Truncated);
    }

    [Fact]
    public void Prepare_Mask_IsOfTheTypeAskedForOrAbsent()
    {
        long[] ids = [Start, 513, End, .. Enumerable.Repeat((long)End, 74)];
        var none = Create(new() { ["mask"] = "none", ["pad"] = End }, MergesFile("#version: 0.2", Merges), null);
        var item = none.Prepare("dog");
        Assert.Equal("input_ids", Assert.Single(item.Tensors).Name);
        Assert.Equal(new TensorSpec("input_ids", TensorType.Int64, none.Outputs[0].Shape, End), Assert.Single(none.Outputs));
        Assert.Equal(ids, item.Longs("input_ids"));
        var real = Create(new() { ["mask"] = "float" }, MergesFile("#version: 0.2", Merges), null);
        Assert.Equal(TensorType.Float32, real.Outputs[1].Type);
        Assert.Equal(3, real.Prepare("dog").Floats("attention_mask").Sum());
        Assert.Equal(3, new[] { Profile(), none, real }.Select(p => p.Fingerprint).Distinct().Count());
    }

    [Fact]
    public void Prepare_OverlongText_KeepsSeventyFiveTokensAndTheEnd()
    {
        var exact = Profile().Prepare(string.Join(' ', Enumerable.Repeat("dog", 75)));
        var longer = Profile().Prepare(string.Join(' ', Enumerable.Repeat("dog", 76)));
        long[] expected = [Start, .. Enumerable.Repeat(513L, 75), End];
        Assert.Equal(expected, exact.Longs("input_ids"));
        Assert.Equal(expected, longer.Longs("input_ids"));
        Assert.Equal((false, true), (exact.Truncated, longer.Truncated));
    }

    [Fact]
    public void Prepare_TextOfSpecialTokens_IsPlainText() =>
        Assert.DoesNotContain((long)End, Profile().Prepare("<|endoftext|> dog <|startoftext|>").Shown()[1..^1]);

    [Fact]
    public void Prepare_LetterOutsideTheBasicPlane_IsALetter() =>
        // The Gothic letter and "og" are one run of letters: no symbol but the last ends a word.
        Assert.Equal([Start, .. "\U00010330"u8.ToArray().Select(Symbol), 'o' - '!', 256 + 'g' - '!', End], Profile().Prepare("\U00010330og").Shown());

    [Fact]
    public void Prepare_RandomText_EqualsOracle()
    {
        var random = new Random(17);
        for (var round = 0; round < 15; round++)
        {
            var merges = RandomMerges(random, "abc'1é", 40);
            var oracle = new ClipOracle(merges);
            var profile = Profile(merges, length: 8192);
            for (var i = 0; i < 6; i++)
            {
                var text = "x " + TextProfile.RandomText(random, "abcABC'1é.,-sтЖ漢 ", 30, 12);
                Assert.Equal([oracle.Start, .. oracle.Encode(text), oracle.Start + 1], profile.Prepare(text).Shown().Select(id => (int)id));
            }
        }
    }

    [Fact]
    public void Create_MergesOfOpenAiAndOfHuggingFace_GiveTheSameIds()
    {
        var plain = Profile().Prepare("dog lower").Longs("input_ids");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(MergesFile("\"bpe_simple_vocab_16e6.txt#version: 0.2", Merges));
        Assert.Equal(plain, Create([], packed.ToArray(), null).Prepare("dog lower").Longs("input_ids"));

        var tokens = new Dictionary<string, int> { ["<|startoftext|>"] = 7, ["<|endoftext|>"] = 8 };
        foreach (var token in new[] { "d", "o", "g</w>", "do", "dog</w>", "l", "w", "lo", "low", "e", "r</w>", "er</w>", "lower</w>", "a", "b", "ab", "abab", "c</w>", "bc</w>", "Ã", "©</w>", "Ã©</w>" })
            tokens[token] = 100 + tokens.Count;
        var named = Create(new() { ["vocab"] = "vocab.json" }, MergesFile("#version: 0.2", Merges), JsonSerializer.SerializeToUtf8Bytes(tokens));
        Assert.Equal([7, tokens["dog</w>"], tokens["lower</w>"], 8], named.Prepare("dog lower").Shown());
    }

    [Fact]
    public void Create_FileOfFullSize_HasTheSpecialTokensOfClip()
    {
        // 56 symbols: 3,136 pairs of one, and 175,616 of two and one, of which CLIP takes the first 45,758.
        const string Symbols = "abcdefghijklmnopqrstuvwxyz0123456789!#$%&()*+,-./:;<=>?@";
        var pairs = from a in Symbols from b in Symbols select $"{a} {b}";
        var triples = from a in Symbols from b in Symbols from c in Symbols select $"{a}{b} {c}";
        var profile = Create([], MergesFile("#version: 0.2", pairs.Concat(triples)), null);
        Assert.Equal([49406, 256, 49407], profile.Prepare("!").Shown());
    }

    [Theory]
    [InlineData("a b c")]
    [InlineData("ab")]
    [InlineData("")]
    [InlineData("a b\nb c\na b")] // twice
    [InlineData("ab c")] // nothing makes "ab"
    public void Create_BadMerges_NamesTheFile(string line)
    {
        var e = Assert.Throws<InvalidDataException>(() => Create([], Encoding.UTF8.GetBytes("#version: 0.2\n" + line), null));
        Assert.Contains("merges.txt", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_VocabularyWithoutMergedToken_Throws()
    {
        var vocab = """{"a":0,"b":1,"<|startoftext|>":2,"<|endoftext|>":3}"""u8.ToArray();
        Assert.Throws<InvalidDataException>(() => Create(new() { ["vocab"] = "vocab.json" }, "a b\n"u8.ToArray(), vocab));
    }

    [Fact]
    public void Create_WithoutMerges_NamesTheOption() =>
        Assert.Contains("merges", Assert.Throws<InvalidDataException>(() => TextProfile.Create("clip-bpe")).Message, StringComparison.Ordinal);

    internal static IPreprocessingProfile Profile(string[]? merges = null, int length = 77, LongText longText = LongText.Truncate) =>
        Create(new() { ["length"] = length }, MergesFile("#version: 0.2", merges ?? Merges), null, longText);

    private static long Symbol(byte b)
    {
        // Printable bytes come first and in order; 0x80-0xA0 and 0xAD follow after 0x00-0x20 and 0x7F.
        return b switch { >= 0xAE => b - 0xAE + 94 + 12, >= 0xA1 and <= 0xAC => b - 0xA1 + 94, >= 0x80 and <= 0xA0 => b - 0x80 + 188 + 34, _ => b - '!' };
    }

    private static string[] RandomMerges(Random random, string alphabet, int count)
    {
        var symbols = alphabet.SelectMany(c => Encoding.UTF8.GetBytes([c])).Where(b => b is > 32 and < 127).Select(b => ((char)b).ToString()).Append("Ã").ToList();
        var ends = symbols.Select(s => s + "</w>").Append("©</w>").ToList();
        var merges = new List<string>();
        while (merges.Count < count)
        {
            var first = symbols[random.Next(symbols.Count)];
            var last = random.Next(3) == 0;
            var second = last ? ends[random.Next(ends.Count)] : symbols[random.Next(symbols.Count)];
            if (merges.Exists(m => m.Replace(" ", "", StringComparison.Ordinal) == first + second))
                continue;
            merges.Add($"{first} {second}");
            (last ? ends : symbols).Add(first + second);
        }
        return [.. merges];
    }

    private static byte[] MergesFile(string header, IEnumerable<string> merges) => Encoding.UTF8.GetBytes(header + "\n" + string.Join('\n', merges) + "\n");

    private static IPreprocessingProfile Create(JsonObject options, byte[] merges, byte[]? vocab, LongText longText = LongText.Truncate)
    {
        options["merges"] = "merges.txt";
        return TextProfile.Create("clip-bpe", options, new Dictionary<string, byte[]> { ["merges.txt"] = merges, ["vocab.json"] = vocab ?? [] }, longText);
    }
}
