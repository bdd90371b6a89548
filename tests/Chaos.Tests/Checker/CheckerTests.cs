using System.Text.Json;
using UniBind.Grid.Bench.Checker;

namespace UniBind.Grid.Chaos.Tests;

public sealed class CheckerTests : IAsyncLifetime
{
    private FakeOutput _fake = null!;

    public async ValueTask InitializeAsync() => _fake = await FakeOutput.CreateAsync();

    public ValueTask DisposeAsync()
    {
        _fake.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Run_SameOutput_IsWell()
    {
        var (code, verdict, sentence) = await RunAsync();
        Assert.True(code == 0, sentence);
        Assert.Equal(42, verdict.GetProperty("items").GetInt64());
        Assert.Equal(40, verdict.GetProperty("rows").GetInt64());
        Assert.Equal(2, verdict.GetProperty("deadLetters").GetInt64());
        Assert.StartsWith("All 42 items are there exactly once", sentence);
    }

    [Fact]
    public async Task Run_RowsInOtherPartsAndOrder_IsWell()
    {
        await FakeOutput.WriteAsync(Part(0), [19, 2, 15, 4, 11, 6, 7, 8, 10, 0]);
        await FakeOutput.WriteAsync(Part(1), [9, 1, 12, 13, 14, 3, 16, 17, 18, 5]);
        Assert.Equal(0, (await RunAsync()).Code);
    }

    [Fact]
    public async Task Run_PartDeleted_CountsItsRowsAsLost()
    {
        File.Delete(Part(1));
        await FailsAsync(lost: 10, examples: "lost: a/10.txt");
    }

    [Fact]
    public async Task Run_PartDoubled_CountsItsRowsAsDuplicated()
    {
        File.Copy(Part(2), Part(7));
        await FailsAsync(duplicated: 10);
    }

    [Fact]
    public async Task Run_PartDoubledInPlaceOfAnother_CountsBoth()
    {
        File.Copy(Part(2), Part(1), overwrite: true);
        await FailsAsync(lost: 10, duplicated: 10);
    }

    [Fact]
    public async Task Run_PartTruncated_SaysSo()
    {
        using (var file = File.OpenWrite(Part(0)))
            file.SetLength(file.Length - 100);
        var verdict = await FailsAsync(lost: 10);
        Assert.Contains("part-00000-0000.parquet", verdict.GetProperty("problems")[0].GetString());
    }

    [Fact]
    public async Task Run_OneBitOfAFloat_Differs()
    {
        await FakeOutput.WriteAsync(Part(0), [.. Enumerable.Range(0, 10)], embeddings: v => v[5][2] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(v[5][2]) ^ 1));
        await FailsAsync(differing: 1, examples: "differing: a/5.txt");
    }

    [Fact]
    public async Task Run_MinusZeroForZero_Differs()
    {
        await FakeOutput.WriteAsync(Part(0), [.. Enumerable.Range(0, 10)], embeddings: v => v[3][0] = -0f);
        await FailsAsync(differing: 1);
    }

    [Fact]
    public async Task Run_VectorsSwapped_BothDiffer()
    {
        await FakeOutput.WriteAsync(Part(0), [.. Enumerable.Range(0, 10)], embeddings: v => (v[1], v[2]) = (v[2], v[1]));
        await FailsAsync(differing: 2);
    }

    [Fact]
    public async Task Run_ScoreGone_Differs()
    {
        await FakeOutput.WriteAsync(Part(0), [.. Enumerable.Range(0, 10)], scores: s => s[1] = null);
        await FailsAsync(differing: 1);
    }

    [Fact]
    public async Task Run_EmptyTextForNull_Differs()
    {
        await FakeOutput.WriteAsync(Part(0), [.. Enumerable.Range(0, 10)], classes: c => c[2] = "");
        await FailsAsync(differing: 1);
    }

    [Fact]
    public async Task Run_LabelsOfTheNextRow_Differ()
    {
        // The same labels in the same order, cut elsewhere: only the levels tell.
        await FakeOutput.WriteAsync(Part(0), [.. Enumerable.Range(0, 10)], labels: l => (l[0], l[1]) = (l[1], l[0]));
        await FailsAsync(differing: 2);
    }

    [Fact]
    public async Task Run_DeadLetterDropped_IsLost()
    {
        await File.WriteAllLinesAsync(InOutput("errors.jsonl"), [FakeOutput.Letter("broken-1")], TestContext.Current.CancellationToken);
        await FailsAsync(lost: 1, examples: "lost: broken-2");
    }

    [Fact]
    public async Task Run_DeadLetterOfAnotherCode_Differs()
    {
        await File.WriteAllLinesAsync(InOutput("errors.jsonl"), [FakeOutput.Letter("broken-1", "timeout"), FakeOutput.Letter("broken-2")], TestContext.Current.CancellationToken);
        await FailsAsync(differing: 1);
    }

    [Fact]
    public async Task Run_DeadLetterBesideARow_IsDuplicated()
    {
        await File.AppendAllLinesAsync(InOutput("errors.jsonl"), [FakeOutput.Letter("a/0.txt")], TestContext.Current.CancellationToken);
        await FailsAsync(duplicated: 1);
    }

    [Fact]
    public async Task Run_NoDeadLetters_SaysSo()
    {
        File.Delete(InOutput("errors.jsonl"));
        await FailsAsync(lost: 2);
    }

    [Fact]
    public async Task Run_ItemThatNobodyListed_IsUnknown()
    {
        var listed = (await File.ReadAllLinesAsync(_fake.Listing, TestContext.Current.CancellationToken)).Where(id => id != "a/4.txt");
        await File.WriteAllLinesAsync(_fake.Listing, listed, TestContext.Current.CancellationToken);
        await FailsAsync(unknown: 1, examples: "unknown: a/4.txt");
    }

    [Fact]
    public async Task Run_IdListedTwiceWithARowAndALetter_IsWell()
    {
        await File.AppendAllLinesAsync(_fake.Listing, ["a/0.txt"], TestContext.Current.CancellationToken);
        foreach (var folder in new[] { _fake.Output, _fake.Reference })
        {
            await File.AppendAllLinesAsync(Path.Combine(folder, "errors.jsonl"), [FakeOutput.Letter("a/0.txt")], TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "_ledger.json"), FakeOutput.Ledger(dead: 3, input: 43), TestContext.Current.CancellationToken);
        }
        Assert.Equal(0, (await RunAsync()).Code);
    }

    [Theory]
    [InlineData(40, 0, 2, 43, false)]
    [InlineData(39, 0, 3, 42, true)]
    [InlineData(39, 0, 2, 41, true)]
    public async Task Run_LedgerChanged_SaysSo(int embedded, int duplicate, int dead, int input, bool closed)
    {
        await File.WriteAllTextAsync(InOutput("_ledger.json"), FakeOutput.Ledger(embedded, duplicate, dead, input), TestContext.Current.CancellationToken);
        var verdict = await FailsAsync();
        Assert.Equal(closed, verdict.GetProperty("ledgerClosed").GetBoolean());
        Assert.False(verdict.GetProperty("ledgerAgrees").GetBoolean());
    }

    [Fact]
    public async Task Run_LedgerGone_SaysSo()
    {
        File.Delete(InOutput("_ledger.json"));
        Assert.False((await FailsAsync()).GetProperty("ledgerClosed").GetBoolean());
    }

    [Fact]
    public async Task Run_NoSuccessFile_SaysSo()
    {
        File.Delete(InOutput("_SUCCESS"));
        Assert.False((await FailsAsync()).GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task Run_MoreEntriesThanOneRun_SortsThemOnDisk()
    {
        File.Delete(Part(1));
        var verdict = await OutputCheck.RunAsync(new CheckOptions(_fake.Listing, _fake.Output, _fake.Reference, RunEntries: 7), TestContext.Current.CancellationToken);
        Assert.Equal((10, 0, 0, 0), (verdict.Lost, verdict.Duplicated, verdict.Unknown, verdict.Differing));
    }

    [Fact]
    public async Task Run_NoReference_IsBadUsage()
    {
        var errors = new StringWriter();
        Assert.Equal(2, await CheckerProgram.RunAsync(["--listing", _fake.Listing, "--output", _fake.Output], TextWriter.Null, errors));
        Assert.Equal(2, await CheckerProgram.RunAsync(["--listing", _fake.Listing, "--output", _fake.Output, "--reference", "/nowhere"], TextWriter.Null, errors));
        Assert.Contains("/nowhere", errors.ToString());
    }

    private string Part(int number) => InOutput($"part-00000-{number:D4}.parquet");

    private string InOutput(string name) => Path.Combine(_fake.Output, name);

    private async Task<(int Code, JsonElement Verdict, string Sentence)> RunAsync()
    {
        var output = new StringWriter();
        var code = await CheckerProgram.RunAsync(["--listing", _fake.Listing, "--output", _fake.Output, "--reference", _fake.Reference], output, TextWriter.Null);
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        using var json = JsonDocument.Parse(lines[0]);
        return (code, json.RootElement.Clone(), lines[1]);
    }

    private async Task<JsonElement> FailsAsync(int lost = 0, int duplicated = 0, int unknown = 0, int differing = 0, string? examples = null)
    {
        var (code, verdict, sentence) = await RunAsync();
        Assert.Equal(1, code);
        Assert.False(verdict.GetProperty("ok").GetBoolean());
        int Count(string name) => verdict.GetProperty(name).GetInt32();
        Assert.Equal((lost, duplicated, unknown, differing), (Count("lost"), Count("duplicated"), Count("unknown"), Count("differing")));
        Assert.StartsWith("Wrong: ", sentence);
        if (examples is not null)
            Assert.Contains(examples, verdict.GetProperty("examples").EnumerateArray().Select(e => e.GetString()));
        return verdict;
    }
}
