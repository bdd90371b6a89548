using System.Text.Json;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.EndToEnd.Tests;

public sealed class BadInputTests(BadInputRun run) : IClassFixture<BadInputRun>
{
    [Fact]
    public void Embed_CorpusOfBadFiles_EndsWithDeadLettersAndEmbedsTheGoodOnes()
    {
        Assert.True(run.Result.ExitCode == 3, run.Result.Output + run.Result.Errors);
        Assert.True(File.Exists(run.Job.Success));
        using var ledger = JsonDocument.Parse(File.ReadAllText(run.Job.Ledger));
        Assert.True(ledger.RootElement.GetProperty("closed").GetBoolean());
        Assert.Equal(2, ledger.RootElement.GetProperty("embedded").GetInt64());
        Assert.Equal(run.Errors.Count, ledger.RootElement.GetProperty("deadLettered").GetInt64());
    }

    [Theory]
    [InlineData("empty.png", ItemErrorCodes.Empty)]
    [InlineData("truncated.jpg", ItemErrorCodes.Corrupt)]
    [InlineData("truncated.wav", ItemErrorCodes.Corrupt)]
    [InlineData("truncated.ply", ItemErrorCodes.Corrupt)]
    [InlineData("text.png", ItemErrorCodes.Unsupported)]
    [InlineData("huge.png", ItemErrorCodes.TooLarge)]
    [InlineData("playlist.mp4", ItemErrorCodes.Forbidden)]
    [InlineData("long.wav", ItemErrorCodes.TooLarge)]
    [InlineData("nan.ply", ItemErrorCodes.NotFinite)]
    [InlineData("events/zero.csv", ItemErrorCodes.Empty)]
    [InlineData("latin1.txt", ItemErrorCodes.Encoding)]
    [InlineData("outside.txt", ItemErrorCodes.Escapes)]
    public void Embed_BadFile_BecomesOneDeadLetterWithItsReason(string id, string code)
    {
        var letter = Assert.Single(run.Errors, e => e.Id == id);
        Assert.Equal(code, letter.Code);
        Assert.False(string.IsNullOrWhiteSpace(letter.Message));
        Assert.False(string.IsNullOrWhiteSpace(letter.Stage));
        Assert.False(string.IsNullOrWhiteSpace(letter.Uri));
    }

    [Fact]
    public void Embed_TarWithEscapingEntryAndLink_RefusesBoth()
    {
        var codes = run.Errors.Where(e => e.Id.StartsWith("escape.tar", StringComparison.Ordinal)).Select(e => e.Code).ToArray();
        Assert.Equal(2, codes.Length);
        Assert.Subset(new HashSet<string> { ItemErrorCodes.Escapes, ItemErrorCodes.Forbidden }, codes.ToHashSet());
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetTempPath(), "outside.txt"), File.Exists);
    }

    [Fact]
    public void Embed_GzipBomb_IsRefusedAndUnpacksNothing()
    {
        var letter = Assert.Single(run.Errors, e => e.Id.StartsWith("bomb.tar.gz", StringComparison.Ordinal));
        Assert.Equal(ItemErrorCodes.TooLarge, letter.Code);
    }

    [Fact]
    public async Task Embed_TwoItemsWithOneId_KeepsTheFirst()
    {
        using var folder = new TempFolder();
        folder.Write("corpus/manifest.jsonl", """
            {"id": "a", "text": "The first text."}
            {"id": "b", "text": "Another text."}
            {"id": "a", "text": "The second text with the same id."}
            """);
        var output = Path.Combine(folder.Path, "out");
        var result = await UniBindCommand.RunAsync(folder.File("home", "x"), "embed", Path.Combine(folder.Path, "corpus"), "--out", output);
        Assert.True(result.ExitCode == 3, result.Output + result.Errors);
        var letter = Assert.Single(ErrorLine.ReadAll(new JobFolder(output).Errors));
        Assert.Equal(("a", ItemErrorCodes.DuplicateId), (letter.Id, letter.Code));
    }
}
