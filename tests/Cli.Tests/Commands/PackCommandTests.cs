using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cli.Tests;

[Collection(ConsoleCollection.Name)]
public sealed class PackCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void New_BundledModel_MakesAPackThatVerifies()
    {
        var made = New("my-pack", "--licence", "MIT", "--commercial-use");
        Assert.True(made.ExitCode == ExitCode.Done, made.Errors);
        using var json = JsonDocument.Parse(made.Output);
        var pack = json.RootElement.GetProperty("pack");
        Assert.Equal(("my-pack", "MIT"), (pack.GetProperty("name").GetString(), pack.GetProperty("licence").GetString()));
        Assert.True(json.RootElement.GetProperty("matchesReference").GetBoolean());

        var folder = Path.Combine(_folder.Path, "my-pack");
        var verified = CommandLine.Run("pack", "verify", folder);
        Assert.True(verified.ExitCode == ExitCode.Done, verified.Output + verified.Errors);
        Assert.Matches(@"image +ok +736 dimensions, cpu", verified.Output);
        var shown = CommandLine.Run("pack", "show", folder);
        Assert.Contains("clip-image/1 size=128 crop=center normalize=unit", shown.Output, StringComparison.Ordinal);
        Assert.Contains("do not share a space", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void New_OptionsThatDoNotFit_SaysWhere()
    {
        var result = CommandLine.Run("pack", "new", Model, "-m", "image", "-p", "clip-image", "-o", Path.Combine(_folder.Path, "p"));
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("cannot take the tensor pixels float32[?,3,224,224]", result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("--options", "{")]
    [InlineData("--input", "pixels")]
    [InlineData("--input", "=pixels")]
    public void New_MalformedValue_NamesTheOption(string option, string value)
    {
        var result = CommandLine.Run("pack", "new", Model, "-m", "image", "-p", "clip-image", "-o", Path.Combine(_folder.Path, "p"), option, value);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.StartsWith($"unibind: {option} ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void List_FaultyPackAmongSoundOnes_ShowsAll()
    {
        New("b-sound");
        _folder.Write("a-faulty/pack.json", "{}");
        _folder.Write("no-pack/readme.txt", "");
        var result = CommandLine.Run("pack", "list", _folder.Path);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.StartsWith("b-sound 1.0.0  image  LicenseRef-unknown", Assert.Single(Lines(result.Output)), StringComparison.Ordinal);
        Assert.Contains("the member 'schemaVersion' is missing", Assert.Single(Lines(result.Errors)), StringComparison.Ordinal);
    }

    [Fact]
    public void List_NoFolder_ListsTheBundledPack()
    {
        var result = CommandLine.Run("pack", "list");
        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.StartsWith("classic 1.0.0  text, image, audio, pointcloud, thermal, video, event  MIT", Assert.Single(Lines(result.Output)), StringComparison.Ordinal);
    }

    [Fact]
    public void List_EmptyFolder_SaysHowToMakeOne() =>
        Assert.Contains("'unibind pack new' makes one", CommandLine.Run("pack", "list", _folder.Path).Output, StringComparison.Ordinal);

    private static string Model => Path.Combine(PackFolders.Find(PackFolders.Classic), "image.onnx");

    private CommandLine.Result New(string name, params string[] more) => CommandLine.Run(
        ["pack", "new", Model, "-m", "image", "-p", "clip-image", "--options", """{"size":128,"normalize":"unit"}""", "-o", Path.Combine(_folder.Path, name), "--json", .. more]);

    private static string[] Lines(string text) => text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
