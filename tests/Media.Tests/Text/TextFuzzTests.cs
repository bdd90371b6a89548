using System.Text;

namespace UniBind.Grid.Media.Tests;

public sealed class TextFuzzTests
{
    [Theory]
    [InlineData("clip-bpe")]
    [InlineData("bert-wordpiece")]
    [InlineData("sentencepiece-unigram")]
    [InlineData("hashed-ngrams")]
    public void Prepare_AnyBytes_GivesTensorsOrAnItemException(string name)
    {
        var random = new Random(53);
        IPreprocessingProfile[] profiles = [.. Enum.GetValues<LongText>().Select(m => LongTextTests.Small(name, m))];
        for (var round = 0; round < 200; round++)
        {
            var bytes = round % 3 == 0 ? RandomBytes(random) : Encoding.UTF8.GetBytes(RandomUnicode(random));
            if (round % 5 == 0 && bytes.Length > 0)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            foreach (var profile in profiles)
            {
                try
                {
                    Check(profile, profile.Prepare(MediaContent.FromBytes("a", bytes), MediaFormat.Text, TestContext.Current.CancellationToken));
                    foreach (var chunk in profile.Chunker().PrepareChunks(MediaContent.FromBytes("a", bytes), MediaFormat.Markdown, TestContext.Current.CancellationToken))
                        Check(profile, chunk);
                }
                catch (ItemException e)
                {
                    Assert.Contains(e.Code, (string[])[ItemErrorCodes.Empty, ItemErrorCodes.Encoding, ItemErrorCodes.Unsupported]);
                }
            }
        }
    }

    [Fact]
    public void Create_DamagedVocabularies_GivesAProfileOrInvalidData()
    {
        var random = new Random(59);
        (string Profile, string Option, byte[] File)[] vocabularies =
        [
            ("clip-bpe", "merges", "#version: 0.2\nd o\ndo g</w>\n"u8.ToArray()),
            ("bert-wordpiece", "vocab", "[PAD]\n[UNK]\n[CLS]\n[SEP]\ndog\n##s\n"u8.ToArray()),
            ("sentencepiece-unigram", "vocab", Encoding.UTF8.GetBytes("[[\"a\",0],[\"b\",0],[\"c\",0],[\"d\",0],[\"e\",0],[\"f\",0],[\"▁\",-1],[\"dog\",-2.5]]")),
            ("sentencepiece-unigram", "vocab", SentencePieceModel.Write([("<unk>", 0), ("<s>", 0), ("</s>", 0), ("▁", -3), ("▁dog", -4), ("s", -5)])),
        ];
        for (var round = 0; round < 200; round++)
        {
            foreach (var (name, option, file) in vocabularies)
            {
                var bytes = file[..random.Next(file.Length / 2, file.Length + 1)];
                for (var flips = random.Next(4); flips > 0; flips--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                try
                {
                    TextProfile.Create(name, new() { [option] = "file" }, new Dictionary<string, byte[]> { ["file"] = bytes }).Prepare("dogs and dog");
                }
                catch (InvalidDataException)
                {
                }
                catch (ItemException e)
                {
                    Assert.Equal(ItemErrorCodes.Empty, e.Code);
                }
            }
        }
    }

    private static void Check(IPreprocessingProfile profile, PreparedItem item)
    {
        Assert.Equal(profile.Outputs.Select(o => (o.Name, o.Type)), item.Tensors.Select(t => (t.Name, t.Type)));
        foreach (var (tensor, spec) in item.Tensors.Zip(profile.Outputs))
        {
            Assert.Equal(item.Rows * tensor.Shape[1], tensor.Longs?.Length ?? tensor.Floats!.Length);
            Assert.True(tensor.Shape[1] >= 1 && (spec.Shape[0] < 0 || spec.Shape[0] == tensor.Shape[1]));
            Assert.DoesNotContain(tensor.Floats ?? [], f => !float.IsFinite(f));
            Assert.DoesNotContain(tensor.Longs ?? [], id => id is < 0 or > 1 << 20);
        }
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        if (random.Next(2) == 0)
        {
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)(bytes[i] % 95 + 32);
        }
        if (random.Next(8) == 0 && bytes.Length > 2)
            (bytes[0], bytes[1]) = (0xFF, 0xFE);
        return bytes;
    }

    private static string RandomUnicode(Random random)
    {
        string[] islands = ["<|endoftext|>", "[SEP]", "&#x110000;", "&#0;", "&amp;#39;", "'s", "\u2581", "\uFFFD", "\u200D", "ﷺ", "\u1112\u1161\u11AB", "---\n", "</w>", "İ", "ß"];
        var text = new StringBuilder();
        for (var i = random.Next(60); i >= 0; i--)
        {
            if (random.Next(6) == 0)
                text.Append(islands[random.Next(islands.Length)]);
            else if (random.Next(4) == 0)
                text.Append(' ');
            else if (Rune.TryCreate(random.Next(random.Next(3) switch { 0 => 0x80, 1 => 0x3000, _ => 0x110000 }), out var rune) && rune.Value != 0)
                text.Append(rune);
        }
        return text.ToString();
    }
}
