using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

public sealed class UsageTests
{
    [Fact]
    public async Task Run_UnknownOption_ExitsTwoWithOneSentence()
    {
        using var folder = new TempFolder();
        var result = await UniBindCommand.RunAsync(folder.Path, "embed", folder.Path, "--out", "x", "--colour", "red");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--colour", result.Errors);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Embed_MissingFolder_ExitsOneAndWritesNothing()
    {
        using var folder = new TempFolder();
        var output = Path.Combine(folder.Path, "out");
        var result = await UniBindCommand.RunAsync(folder.Path, "embed", Path.Combine(folder.Path, "nowhere"), "--out", output);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("nowhere", result.Errors);
        Assert.Single(result.Errors.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public async Task Embed_OutputOfAnotherJob_ExitsOneAndKeepsIt()
    {
        using var folder = new TempFolder();
        folder.Write("corpus/a.txt", "A text.");
        var home = Path.Combine(folder.Path, "home");
        var output = Path.Combine(folder.Path, "out");
        var first = await UniBindCommand.RunAsync(home, "embed", Path.Combine(folder.Path, "corpus"), "--out", output);
        Assert.True(first.ExitCode == 0, first.Errors);
        var before = Snapshot(output);
        var second = await UniBindCommand.RunAsync(home, "embed", Path.Combine(folder.Path, "corpus"), "--out", output);
        Assert.Equal(1, second.ExitCode);
        Assert.Single(second.Errors.TrimEnd().Split('\n'));
        Assert.Equal(before, Snapshot(output));
    }

    [Fact]
    public async Task Embed_PackThatIsNone_ExitsOne()
    {
        using var folder = new TempFolder();
        folder.Write("corpus/a.txt", "A text.");
        var result = await UniBindCommand.RunAsync(folder.Path, "embed", Path.Combine(folder.Path, "corpus"), "--out", Path.Combine(folder.Path, "out"), "--pack", folder.Path);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("pack.json", result.Errors);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("sample")]
    [InlineData("embed")]
    [InlineData("inspect")]
    [InlineData("jobs", "list")]
    [InlineData("pack", "new")]
    [InlineData("serve")]
    public async Task Help_EveryCommand_ShowsExamples(params string[] command)
    {
        using var folder = new TempFolder();
        var result = await UniBindCommand.RunAsync(folder.Path, [.. command, "--help"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Example", result.Output);
        Assert.Contains("unibind " + string.Join(' ', command), result.Output);
    }

    [Fact]
    public async Task Suggest_StartOfACommand_CompletesIt()
    {
        using var folder = new TempFolder();
        var result = await UniBindCommand.RunAsync(folder.Path, "[suggest:3]", "emb");
        Assert.Contains("embed", result.Output);
    }

    private static string Snapshot(string folder) => string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks} {new FileInfo(f).Length}"));
}
