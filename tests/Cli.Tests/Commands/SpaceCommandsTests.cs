using UniBind.Grid.Testing;

namespace UniBind.Grid.Cli.Tests;

public sealed class SpaceCommandsTests
{
    [Theory]
    [InlineData("knowledge import digits")]
    [InlineData("knowledge import ../up file.jsonl")]
    [InlineData("knowledge export")]
    [InlineData("centers build digits --rows 0")]
    [InlineData("centers build digits --rows many")]
    [InlineData("centers diff digits 7 1")]
    [InlineData("centers diff digits 7 one 2")]
    [InlineData("space publish digits --parent -1")]
    [InlineData("space publish digits --score best")]
    [InlineData("space publish digits --score lse:none")]
    [InlineData("space publish a/b")]
    [InlineData("space rollback digits")]
    public void Parse_BadCommandLine_IsAUsageError(string line) => Assert.NotEmpty(CommandTree.Build().Parse(line).Errors);

    [Theory]
    [InlineData("knowledge import digits a.jsonl b.jsonl --approve")]
    [InlineData("knowledge list")]
    [InlineData("centers build digits --rule medoid --rows 20 --class 7 --class 8 --include-proposed --force")]
    [InlineData("centers list digits \"class with blanks\"")]
    [InlineData("space publish digits --parent 0 --stable --no-heads --score lse:20")]
    [InlineData("space show digits@stable")]
    public void Parse_GoodCommandLine_HasNoErrors(string line) => Assert.Empty(CommandTree.Build().Parse(line).Errors.Select(e => e.Message));

    [Fact]
    public async Task Read_BrokenLines_NamesEachByItsNumber()
    {
        using var folder = new TempFolder();
        var file = folder.Write("broken.jsonl", """
            {"class":"cup","text":"a cup","state":"approved"}

            {"class":"cup","text":
            {"class":"cup","text":"a cup","state":"good"}
            {"class":" cup","text":"a cup"}
            ["cup"]
            {"class":"cup","text":"x","modalities":["smell"]}
            {"class":"cup","text":"x","created":"yesterday"}
            {"class":"cup"}
            """);
        var error = await Assert.ThrowsAsync<GridException>(() => DescriptionFiles.ReadAsync(file, TestContext.Current.CancellationToken));
        Assert.Contains("7 broken lines", error.Message);
        foreach (var line in new[] { 3, 4, 5, 6, 7, 8, 9 })
            Assert.Contains($"line {line}: ", error.Message);
        Assert.DoesNotContain("line 1:", error.Message);
    }

    [Fact]
    public async Task WriteThenRead_EveryMember_ComesBack()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "out.jsonl");
        Description[] all =
        [
            new() { Class = "cup", Text = "a <cup> & \"saucer\" für zwei" },
            new()
            {
                Class = "cup", Text = "a caption", Kind = DescriptionKind.Sample, Facet = "look", Modalities = [Modality.Image, Modality.PointCloud], Item = "i-1", Llm = "m",
                Prompt = "p", Created = new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero), Reviewer = "mia", State = DescriptionState.Rejected, Reason = "blurred",
            },
        ];
        Assert.Equal(2, await DescriptionFiles.WriteAsync(path, all.ToAsyncEnumerable(), TestContext.Current.CancellationToken));
        var read = await DescriptionFiles.ReadAsync(path, TestContext.Current.CancellationToken);
        Assert.Equivalent(all, read, strict: true);
        Assert.Equal("""{"class":"cup","text":"a <cup> & \"saucer\" für zwei","kind":"category","state":"proposed"}""", (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken))[0]);
    }
}
