using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cli.Tests;

[Collection(ConsoleCollection.Name)]
public sealed class EvalCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => _folder.File("data", "x")[..^2];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Eval_PublishedSpace_MeasuresTheTestSplitAndWritesTheReport()
    {
        var output = Path.Combine(_folder.Path, "out");
        await FinishedOutput.WriteAsync(output, "test@1", await FinishedOutput.PublishAsync(Data, 1), wrongImages: 6);
        var html = Path.Combine(_folder.Path, "r", "report.html");
        var result = CommandLine.Run("eval", output, "--data", Data, "--html", html, "--json");

        Assert.True(result.ExitCode == ExitCode.Done, result.Errors);
        using var json = JsonDocument.Parse(result.Output);
        var metrics = json.RootElement.GetProperty("result").GetProperty("metrics").EnumerateArray().ToDictionary(m => m.GetProperty("name").GetString()!, m => m);
        Assert.Equal((0.75, 24), (metrics["image.top1"].GetProperty("value").GetDouble(), metrics["image.top1"].GetProperty("n").GetInt32()));
        Assert.Equal((1.0, 0.75), (metrics["audio.top1"].GetProperty("value").GetDouble(), metrics["worst"].GetProperty("value").GetDouble()));
        Assert.InRange(metrics["worst"].GetProperty("low").GetDouble(), 0.5, 0.75);
        Assert.Contains("Evaluation of test@1", await File.ReadAllTextAsync(html, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(html)!));
    }

    [Fact]
    public async Task Eval_Gates_ExitWithTheirOwnCode()
    {
        var output = Path.Combine(_folder.Path, "out");
        await FinishedOutput.WriteAsync(output, "test@1", await FinishedOutput.PublishAsync(Data, 1), wrongImages: 6);

        Assert.Equal(ExitCode.Done, CommandLine.Run("eval", output, "--data", Data, "--fail-if", "worst<0.75", "--fail-if", "image->audio.r1<0.5").ExitCode);
        var failed = CommandLine.Run("eval", output, "--data", Data, "--fail-if", "worst<0.8", "--fail-if", "spread>0.2");
        Assert.Equal(ExitCode.Gate, failed.ExitCode);
        Assert.Contains("'worst<0.8 (worst = 0.75)' failed", failed.Errors, StringComparison.Ordinal);
        Assert.Contains("'spread>0.2 (spread = 0.25)' failed", failed.Errors, StringComparison.Ordinal);
        AssertFails("No metric 'best' was measured; there are: image.top1,", "eval", output, "--data", Data, "--fail-if", "best<1");
        AssertFails("is no condition", "eval", output, "--data", Data, "--fail-if", "worst");
    }

    [Fact]
    public async Task Eval_Against_ComparesItemByItem()
    {
        var (before, after) = (Path.Combine(_folder.Path, "before"), Path.Combine(_folder.Path, "after"));
        await FinishedOutput.WriteAsync(before, "test@1", await FinishedOutput.PublishAsync(Data, 1), wrongImages: 6);
        await FinishedOutput.WriteAsync(after, "test@2", await FinishedOutput.PublishAsync(Data, 2));
        var result = CommandLine.Run("eval", after, "--against", before, "--data", Data, "--fail-if", "change.worst<=0");

        Assert.True(result.ExitCode == ExitCode.Done, result.Errors);
        Assert.Contains("test@2, against test@1: 48 items", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"image\.top1 +1\.000 .*change \+0\.250", result.Output);
    }

    [Fact]
    public async Task Eval_CalibratedItems_AreLeftOut()
    {
        var output = Path.Combine(_folder.Path, "out");
        await FinishedOutput.WriteAsync(output, "test@1", await FinishedOutput.PublishAsync(Data, 1, ["image-0", "image-1", "image-29"]));
        var result = CommandLine.Run("eval", output, "--data", Data);

        Assert.True(result.ExitCode == ExitCode.Done, result.Errors);
        Assert.Contains("2 items are left out, because their labels went into the centers", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"image\.top1 .* n = 22", result.Output);
    }

    [Fact]
    public async Task Eval_PackThatIsNotAligned_SaysSoInASentence()
    {
        var output = Path.Combine(_folder.Path, "out");
        await FinishedOutput.WriteAsync(output, "classic@0");
        var result = CommandLine.Run("eval", output, "--data", Data);

        Assert.True(result.ExitCode == ExitCode.Done, result.Errors);
        Assert.Contains("do not share one space", result.Output, StringComparison.Ordinal);
        Assert.Contains("has no class centers", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_WhatCannotBeEvaluated_IsOneSentence()
    {
        var (one, two, open, silent) = (Path.Combine(_folder.Path, "one"), Path.Combine(_folder.Path, "two"), Path.Combine(_folder.Path, "open"), Path.Combine(_folder.Path, "silent"));
        await FinishedOutput.WriteAsync(one, "test@1", await FinishedOutput.PublishAsync(Data, 1));
        await FinishedOutput.WriteAsync(two, "test@2", await FinishedOutput.PublishAsync(Data, 2));
        await FinishedOutput.WriteAsync(open, "test@1", finished: false);

        await FinishedOutput.WriteAsync(silent, "test@2");

        AssertFails("mix the spaces 'test@1' and 'test@2'", "eval", one, silent, "--data", Data);
        AssertFails("different publications", "eval", one, two, "--data", Data);
        AssertFails("it has no _SUCCESS", "eval", open, "--data", Data);
        AssertFails("does not exist", "eval", Path.Combine(_folder.Path, "absent"), "--data", Data);
        AssertFails("None of the 60 rows has the split 'dev'", "eval", one, "--data", Data, "--split", "dev");
        AssertFails("There is no data directory", "eval", silent, "--data", Data + "-absent");
    }

    [Fact]
    public async Task Eval_FilesOfAVersionThatWasNeverPublished_AreNotTaken()
    {
        // What a publication leaves that lost its conflict: a manifest that no grid names.
        await FinishedOutput.PublishAsync(Data, 2);
        var (output, silent) = (Path.Combine(_folder.Path, "out"), Path.Combine(_folder.Path, "silent"));
        var own = await FinishedOutput.PublishAsync(Data, 1);
        await FinishedOutput.PublishAsync(Data, 1, ["image-0"]);
        await FinishedOutput.WriteAsync(output, "test@1", own);
        await FinishedOutput.WriteAsync(silent, "test@1");

        var result = CommandLine.Run("eval", output, "--data", Data, "--space", "test@1");
        Assert.True(result.ExitCode == ExitCode.Done, result.Errors);
        Assert.Matches(@"image\.top1 .* n = 24", result.Output);
        AssertFails("The space 'test' has no version 2", "eval", output, "--data", Data, "--space", "test@2");
        AssertFails("The space 'test' has no version 1", "eval", silent, "--data", Data);
    }

    [Fact]
    public void Require_FilesAreElsewhere_SaysSo()
    {
        var version = new SpaceVersionInfo { Space = "test", Version = 3, Manifest = new string('a', 64), Pack = "classic", PackSha256 = "" };
        var error = Assert.Throws<GridException>(() => SpaceFiles.Require(SpaceFiles.In(Data), version));
        Assert.Contains("The grid has 'test@3', and its files are not in", error.Message, StringComparison.Ordinal);
    }

    private static void AssertFails(string sentence, params string[] arguments)
    {
        var result = CommandLine.Run(arguments);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains(sentence, Assert.Single(result.Errors.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
