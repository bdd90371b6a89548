using System.Text.RegularExpressions;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Client.Tests;

/// <summary>The examples of docs/client.md are the code of samples/Client, which this project compiles.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "Client");

    [Fact]
    public void Document_Blocks_AreTheSamplesInTheirWords()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "client.md"));
        var blocks = Block().Matches(document).Select(m => m.Groups[1].Value).ToArray();
        var samples = Directory.GetFiles(Folder).Select(Shown).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(block, samples));
        Assert.Equal(samples.Count, blocks.Distinct().Count());
    }

    // What stands between the marks, at the left edge; a script as it is.
    private static string Shown(string file)
    {
        var text = File.ReadAllText(file);
        if (!file.EndsWith(".cs", StringComparison.Ordinal))
            return text;
        var lines = text.Split('\n');
        var (from, to) = (Array.FindIndex(lines, l => l.Contains("// docs: ", StringComparison.Ordinal)), Array.FindIndex(lines, l => l.Contains("// docs: end", StringComparison.Ordinal)));
        var indent = lines[from].Length - lines[from].TrimStart().Length;
        return string.Concat(lines[(from + 1)..to].Select(l => (l.Length > indent ? l[indent..] : l.Trim()) + "\n"));
    }

    [GeneratedRegex("^```[a-z]+\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
