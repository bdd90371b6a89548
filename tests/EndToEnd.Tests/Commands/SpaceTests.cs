using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

public sealed class SpaceTests
{
    [Fact]
    public async Task ImportBuildPublishShow_DigitsWithTheClassicPack_GivesASpaceThatEachCommandFinds()
    {
        using var folder = new TempFolder();
        var home = Path.Combine(folder.Path, "home");
        var digits = Path.Combine(Root(), "samples", "knowledge", "digits.jsonl");

        var import = await UniBindCommand.RunAsync(home, "knowledge", "import", "digits", digits);
        Assert.True(import.ExitCode == 0, import.Errors);
        Assert.Contains("Imported 709 descriptions of 10 classes", import.Output);
        Assert.Contains("approved  709", import.Output);

        var build = await UniBindCommand.RunAsync(home, "centers", "build", "digits", "--rows", "20");
        Assert.True(build.ExitCode == 0, build.Errors);
        Assert.Contains("Built 10 centers with 200 rows", build.Output);

        var publish = await UniBindCommand.RunAsync(home, "space", "publish", "digits", "--stable");
        Assert.True(publish.ExitCode == 0, publish.Errors);
        Assert.Contains("Published digits@1: 10 classes, 200 rows", publish.Output);

        var show = await UniBindCommand.RunAsync(home, "space", "show", "digits@stable", "--json");
        Assert.True(show.ExitCode == 0, show.Errors);
        using var version = JsonDocument.Parse(show.Output);
        Assert.Equal(200, version.RootElement.GetProperty("rows").GetInt64());
        Assert.True(File.Exists(Path.Combine(home, "spaces", "blobs", version.RootElement.GetProperty("manifest").GetString()![..2], version.RootElement.GetProperty("manifest").GetString()!)));

        var export = await UniBindCommand.RunAsync(home, "knowledge", "export", "digits", "--class", "7");
        Assert.Equal(71, export.Output.TrimEnd().Split('\n').Length);

        var conflict = await UniBindCommand.RunAsync(home, "space", "publish", "digits", "--parent", "0");
        Assert.Equal(1, conflict.ExitCode);
        Assert.Contains("published meanwhile", Assert.Single(conflict.Errors.TrimEnd().Split('\n')));
    }

    [Fact]
    public async Task Import_BrokenLine_ExitsOneWithItsNumberAndImportsNothing()
    {
        using var folder = new TempFolder();
        var home = Path.Combine(folder.Path, "home");
        var file = folder.Write("broken.jsonl", "{\"class\":\"cup\",\"text\":\"a cup\"}\n{\"class\":\"cup\",\n");
        var import = await UniBindCommand.RunAsync(home, "knowledge", "import", "cups", file);
        Assert.Equal(1, import.ExitCode);
        Assert.Contains("line 2:", Assert.Single(import.Errors.TrimEnd().Split('\n')));
        Assert.False(Directory.Exists(Path.Combine(home, "spaces")));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "UniBind.Grid.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
