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
        var profile = Create(name, Files(name)[0], []);
        Assert.Equal(profile.Modality.Name(), cells[1]);
        foreach (var output in profile.Outputs)
            Assert.Contains($"`{output.Name}`", cells[2], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_EveryProfile_ListsItsOptions(string name)
    {
        var known = Files(name).SelectMany(files => KnownOptions(name, files)).Distinct();
        var listed = OptionOf().Matches(Row(name)[3]).Select(m => m.Groups[1].Value);
        Assert.Equal(known.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_NumericDefaults_AreTheProfiles()
    {
        foreach (var name in ProfileRegistry.Names)
        {
            foreach (Match option in DefaultOf().Matches(Row(name)[3]))
            {
                var value = JsonNode.Parse(option.Groups[2].Value.Replace(",", "", StringComparison.Ordinal));
                var files = Files(name)[0];
                Assert.Equal(Create(name, files, []).Fingerprint, Create(name, files, new() { [option.Groups[1].Value] = value }).Fingerprint);
            }
        }
    }

    private static string[] Row(string name)
    {
        var line = Assert.Single(Page.Split('\n'), l => l.StartsWith($"| `{name}` |", StringComparison.Ordinal));
        return [.. line.Trim().Trim('|').Split(" | ").Select(c => c.Trim())];
    }

    /// <summary>An option that no profile has is refused by a sentence that lists those it has.</summary>
    private static string[] KnownOptions(string name, Dictionary<string, byte[]> files)
    {
        var refused = Assert.Throws<InvalidDataException>(() => Create(name, files, new() { ["-"] = 1 }));
        var known = OptionsOf().Match(refused.Message).Groups[1].Value;
        return known == "none" ? [] : known.Split(", ");
    }

    private static IPreprocessingProfile Create(string name, Dictionary<string, byte[]> files, JsonObject options)
    {
        foreach (var option in files.Keys)
            options[option] = option;
        return ProfileRegistry.Create(name, new ProfileContext
        {
            Options = JsonSerializer.SerializeToElement(options),
            OpenResource = option => new MemoryStream(files[option]),
        });
    }

    /// <summary>Small files for the options that name files; several sets where the kind of file decides which options there are.</summary>
    private static Dictionary<string, byte[]>[] Files(string name) => name switch
    {
        "bert-wordpiece" => [new() { ["vocab"] = "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n"u8.ToArray() }],
        "clip-bpe" => [new() { ["merges"] = "a b\n"u8.ToArray() }],
        "sentencepiece-unigram" =>
        [
            new() { ["vocab"] = """[["<pad>",0],["</s>",0],["<unk>",0],["x",0],["y",0],["z",0],["▁a",-1]]"""u8.ToArray() },
            new() { ["vocab"] = SentencePieceModel.Write([("<unk>", 0), ("<s>", 0), ("</s>", 0), ("▁a", -1)]) },
        ],
        _ => [[]],
    };

    [GeneratedRegex("it has (none|.+)\\.$")]
    private static partial Regex OptionsOf();

    [GeneratedRegex("`([A-Za-z]+)`(?= \\()")]
    private static partial Regex OptionOf();

    [GeneratedRegex("`([A-Za-z]+)` \\((true|false|-?[0-9][0-9,.]*)(?=[;)])")]
    private static partial Regex DefaultOf();
}
