using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

/// <summary>docs/packs.md tells of every profile what the profile itself says.</summary>
public sealed partial class PacksPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "packs.md"));

    public static TheoryData<string> Names => [.. ProfileRegistry.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_EveryProfile_HasARowWithItsModalityAndTensors(string name)
    {
        var cells = Row(name);
        var profile = Create(name, []);
        Assert.Equal(profile.Modality.Name(), cells[1]);
        foreach (var output in profile.Outputs)
            Assert.Contains($"`{output.Name}`", cells[2], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_EveryProfile_ListsItsOptions(string name)
    {
        // An option that no profile has is refused by a sentence that lists those it has.
        var refused = Assert.Throws<InvalidDataException>(() => Create(name, new() { ["-"] = 1 }));
        var known = KnownOptions().Match(refused.Message).Groups[1].Value;
        var expected = known == "none" ? [] : known.Split(", ");
        Assert.Equal(expected.Order(StringComparer.Ordinal), OptionOf().Matches(Row(name)[3]).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_NumericDefaults_AreTheProfiles()
    {
        foreach (var name in ProfileRegistry.Names)
        {
            foreach (Match option in DefaultOf().Matches(Row(name)[3]))
            {
                var value = JsonNode.Parse(option.Groups[2].Value.Replace(",", "", StringComparison.Ordinal));
                Assert.Equal(Create(name, []).Fingerprint, Create(name, new() { [option.Groups[1].Value] = value }).Fingerprint);
            }
        }
    }

    private static string[] Row(string name)
    {
        var line = Assert.Single(Page.Split('\n'), l => l.StartsWith($"| `{name}` |", StringComparison.Ordinal));
        return [.. line.Trim().Trim('|').Split(" | ").Select(c => c.Trim())];
    }

    private static IPreprocessingProfile Create(string name, JsonObject options)
    {
        foreach (var (option, file) in Files.GetValueOrDefault(name, []))
            options[option] = file;
        return ProfileRegistry.Create(name, new ProfileContext
        {
            Options = JsonSerializer.SerializeToElement(options),
            OpenResource = file => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Contents[file])),
        });
    }

    // The options that name files, and the smallest files that do.
    private static readonly Dictionary<string, (string Option, string File)[]> Files = new()
    {
        ["bert-wordpiece"] = [("vocab", "words.txt")],
        ["clip-bpe"] = [("merges", "merges.txt")],
        ["sentencepiece-unigram"] = [("vocab", "pieces.json")],
    };

    private static readonly Dictionary<string, string> Contents = new()
    {
        ["words.txt"] = "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n",
        ["merges.txt"] = "a b\n",
        ["pieces.json"] = """[["<pad>",0],["</s>",0],["<unk>",0],["x",0],["y",0],["z",0],["▁a",-1]]""",
    };

    [GeneratedRegex("it has (none|.+)\\.$")]
    private static partial Regex KnownOptions();

    [GeneratedRegex("`([A-Za-z]+)`(?= \\()")]
    private static partial Regex OptionOf();

    [GeneratedRegex("`([A-Za-z]+)` \\((true|false|-?[0-9][0-9,.]*)(?=[;)])")]
    private static partial Regex DefaultOf();
}
