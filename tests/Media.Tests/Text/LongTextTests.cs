using System.Diagnostics;
using System.Text;

namespace UniBind.Grid.Media.Tests;

public sealed class LongTextTests
{
    public static TheoryData<string, LongText> All()
    {
        var data = new TheoryData<string, LongText>();
        foreach (var name in new[] { "clip-bpe", "bert-wordpiece", "sentencepiece-unigram", "hashed-ngrams" })
        {
            foreach (var mode in Enum.GetValues<LongText>())
                data.Add(name, mode);
        }
        return data;
    }

    [Theory]
    [InlineData("clip-bpe")]
    [InlineData("bert-wordpiece")]
    [InlineData("sentencepiece-unigram")]
    public void Prepare_Truncate_IsTheStartOfTheWholeText(string name)
    {
        var text = TextProfile.RandomText(new Random(41), "dogsab", 3000, 9);
        var truncated = Small(name, LongText.Truncate).Prepare(text);
        var chunks = Small(name, LongText.ChunkRows).Chunks(text);
        Assert.True(truncated.Truncated);
        Assert.True(chunks.Count > 10);
        Assert.Equal(1, truncated.Rows);

        // All windows but the special tokens, laid end to end, start with the tokens of the truncated row.
        var special = name == "sentencepiece-unigram" ? 0 : 1;
        var whole = chunks.SelectMany(c => c.Shown()[special..^special]).ToArray();
        var start = truncated.Shown()[special..^special];
        Assert.Equal(start, whole[..start.Length]);
    }

    [Theory]
    [InlineData("clip-bpe")]
    [InlineData("bert-wordpiece")]
    [InlineData("sentencepiece-unigram")]
    public void Prepare_ChunkMean_HasTheWindowsOfChunkRows(string name)
    {
        var text = TextProfile.RandomText(new Random(43), "dogsab", 700, 9);
        var together = Small(name, LongText.ChunkMean).Prepare(text);
        var apart = Small(name, LongText.ChunkRows).Chunks(text);
        Assert.False(together.Truncated);
        Assert.Equal(apart.Count, together.Rows);
        Assert.All(together.Tensors, t => Assert.Equal(t.Longs?.Length ?? t.Floats!.Length, t.Shape[0] * t.Shape[1]));
        for (var row = 0; row < apart.Count; row++)
        {
            Assert.Equal(1, apart[row].Rows);
            Assert.False(apart[row].Truncated);
            Assert.Equal(apart[row].Shown(), together.Shown(row));
        }
        var lengths = apart.Select(c => c.Shown().Length).ToArray();
        Assert.InRange(lengths.Max() - lengths.Min(), 0, 1); // none is a leftover of a few tokens
    }

    [Fact]
    public void Prepare_ChunkMeanOfNgrams_PadsRowsWithNothing()
    {
        var profile = HashedNgramProfileTests.Profile(new() { ["maxTokens"] = 256 }, LongText.ChunkMean);
        var text = string.Join(' ', Enumerable.Range(0, 100).Select(i => $"word{i}"));
        var together = profile.Prepare(text);
        var apart = profile.Chunks(text);
        Assert.True(apart.Count > 3);
        Assert.Equal(apart.Count, together.Rows);
        var length = together.Tensors[0].Shape[1];
        for (var row = 0; row < apart.Count; row++)
        {
            var bucket = apart[row].Longs("bucket");
            Assert.Equal([.. bucket, .. new long[length - bucket.Length]], together.Longs("bucket")[(row * length)..((row + 1) * length)]);
            Assert.Equal([.. apart[row].Floats("weight"), .. new float[length - bucket.Length]], together.Floats("weight")[(row * length)..((row + 1) * length)]);
        }
    }

    [Theory]
    [InlineData("clip-bpe")]
    [InlineData("bert-wordpiece")]
    [InlineData("sentencepiece-unigram")]
    [InlineData("hashed-ngrams")]
    public void Prepare_MoreWindowsThanAllowed_SaysTruncated(string name)
    {
        var text = string.Join(' ', Enumerable.Range(0, 3000).Select(i => $"dog{i}"));
        var together = Small(name, LongText.ChunkMean, maxChunks: 3).Prepare(text);
        Assert.Equal((3, true), (together.Rows, together.Truncated));
        Assert.Equal([false, false, true], Small(name, LongText.ChunkRows, maxChunks: 3).Chunks(text).Select(c => c.Truncated));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Prepare_ShortText_IsOneRowInEveryMode(string name, LongText mode)
    {
        var item = Small(name, mode).Prepare("dog");
        Assert.Equal((1, false), (item.Rows, item.Truncated));
        var chunk = Assert.Single(Small(name, mode).Chunks("dog"));
        Assert.Equal(item.Tensors[0].Longs, chunk.Tensors[0].Longs);
    }

    // 79,000 words and single words of a megabyte: the window, not the text, decides what it costs. The bound is some hundred times
    // what it takes; anything quadratic takes minutes.
    [Theory]
    [MemberData(nameof(All))]
    public void Prepare_HugeText_IsFast(string name, LongText mode)
    {
        string[] texts =
        [
            string.Concat(Enumerable.Repeat("dogs and abc, ", 26_500)),
            new string('a', 1 << 20),
            string.Concat(Enumerable.Repeat("ab", 1 << 17)),
            string.Concat(Enumerable.Repeat("漢字", 1 << 17)),
            "a" + string.Concat(Enumerable.Repeat("\u0301\u0316", 1 << 16)),
            new string('!', 1 << 18),
            "dog" + new string(' ', 1 << 20) + "dog",
            string.Concat(Enumerable.Repeat("&amp;", 1 << 15)),
        ];
        var profile = Small(name, mode, maxChunks: 64);
        foreach (var text in texts)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                Assert.InRange(mode == LongText.ChunkRows ? profile.Chunks(text).Count : profile.Prepare(text).Rows, 1, 64);
            }
            catch (ItemException e)
            {
                Assert.Equal(ItemErrorCodes.Empty, e.Code); // a megabyte of punctuation has no n-grams
            }
            Assert.True(clock.Elapsed.TotalSeconds < 10, $"{name} {mode}: {clock.Elapsed} for {text.Length} characters from '{text[..3]}'");
        }
    }

    [Fact]
    public void Prepare_CancelledToken_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        foreach (var row in All())
        {
            var profile = Small(row.Data.Item1, row.Data.Item2);
            Assert.Throws<OperationCanceledException>(() => profile.Prepare(MediaContent.FromBytes("a.txt", "dog"u8.ToArray()), MediaFormat.Text, cancelled.Token));
        }
    }

    [Fact]
    public void Fingerprint_OfEveryOption_Differs()
    {
        string[] prints =
        [
            .. All().Select(row => Small(row.Data.Item1, row.Data.Item2).Fingerprint),
            ClipBpeProfileTests.Profile(["a b"]).Fingerprint,
            BertWordPieceProfileTests.Profile(new() { ["lowerCase"] = false }).Fingerprint,
            SentencePieceProfileTests.Profile(new() { ["mask"] = "int" }).Fingerprint,
            HashedNgramProfileTests.Profile(new() { ["buckets"] = 512 }).Fingerprint,
        ];
        Assert.Equal(prints.Length, prints.Distinct().Count());
        Assert.Equal(Small("clip-bpe", LongText.Truncate).Fingerprint, Small("clip-bpe", LongText.Truncate).Fingerprint);
    }

    internal static IPreprocessingProfile Small(string name, LongText mode, int maxChunks = 1024) => name switch
    {
        "clip-bpe" => TextProfile.Create(name, new() { ["merges"] = "m", ["length"] = 77, ["maxChunks"] = maxChunks }, Files("d o\ndo g</w>\na b\nab ab\nabab abab\n"), mode),
        "bert-wordpiece" => BertWordPieceProfileTests.Profile(new() { ["maxLength"] = 128, ["maxChunks"] = maxChunks }, longText: mode),
        "sentencepiece-unigram" => SentencePieceProfileTests.Profile(new() { ["maxLength"] = 128, ["maxChunks"] = maxChunks }, longText: mode),
        _ => TextProfile.Create(name, new() { ["maxTokens"] = 512, ["maxChunks"] = maxChunks }, longText: mode),
    };

    private static Dictionary<string, byte[]> Files(string merges) => new() { ["m"] = Encoding.UTF8.GetBytes(merges) };
}
