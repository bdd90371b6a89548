using System.Text.Json;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class RetryDeadLettersTests(GridFixture fixture) : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Corpus => Path.Combine(_folder.Path, "corpus");

    private JobFolder Job => new(Path.Combine(_folder.Path, "out"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Retry_AfterAFix_AddsTheRowsAndKeepsWhatStood()
    {
        await RunAsync("mended");
        Assert.Equal((5, 4), Ledger());
        var before = Parts();

        File.WriteAllText(Path.Combine(Corpus, "bad1.txt"), "A text that was mended.");
        File.WriteAllText(Path.Combine(Corpus, "bad2.txt"), "Another text that was mended, with more words than before.");
        await fixture.Grid.Client.RetryDeadLettersAsync("mended");
        var end = await fixture.Grid.FinishAsync("mended");
        Assert.True(end.State == JobState.Done, end.Message);
        Assert.Equal((9L, 7L, 2L), (end.Listed, end.Embedded, end.DeadLettered));
        Assert.Equal((7, 2), Ledger());
        Assert.Equal(["bad3.txt", "empty.txt"], Errors().Select(e => e.Id));
        Assert.All(before, part => Assert.Equal(part.Value, Parts()[part.Key]));
        Assert.Equal(7, (await OutputRows.ReadAsync(Job.Root)).Select(r => r.Id).Distinct().Count());

        // Once more, of one code alone; then there is nothing left of it.
        File.WriteAllText(Path.Combine(Corpus, "bad3.txt"), "The last one of them.");
        await fixture.Grid.Client.RetryDeadLettersAsync("mended", ItemErrorCodes.Encoding);
        end = await fixture.Grid.FinishAsync("mended");
        Assert.Equal((JobState.Done, 8L, 1L), (end.State, end.Embedded, end.DeadLettered));
        Assert.Equal((8, 1), Ledger());
        Assert.Equal("empty.txt", Assert.Single(Errors()).Id);
        var error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.RetryDeadLettersAsync("mended", ItemErrorCodes.Encoding));
        Assert.Contains("no dead letters of the code 'encoding'", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Job.Success));
    }

    [Fact]
    public async Task Retry_WithoutAFix_EndsWithTheSameDeadLetters()
    {
        await RunAsync("same");
        var before = Reasons();
        await fixture.Grid.Client.RetryDeadLettersAsync("same");
        var end = await fixture.Grid.FinishAsync("same");
        Assert.Equal((JobState.Done, 5L, 4L), (end.State, end.Embedded, end.DeadLettered));
        Assert.Equal(before, Reasons());
        Assert.Equal((5, 4), Ledger());

        // Each is tried by itself then, so that a copy of a failed item has a message of its own.
        (string, string)[] Reasons() => [.. Errors().Select(e => (e.Id, e.Code))];
    }

    [Fact]
    public async Task Retry_PreparationThatNoRunFollowed_IsReplacedByTheNext()
    {
        await RunAsync("twice");
        // As if the coordinator had died right after it wrote the pages.
        await RetryPages.PrepareAsync(Job, CorpusSources.Open(Corpus), null, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(Job.Success));
        File.WriteAllText(Path.Combine(Corpus, "bad1.txt"), "A text that was mended.");
        await fixture.Grid.Client.RetryDeadLettersAsync("twice", ItemErrorCodes.Encoding);
        var end = await fixture.Grid.FinishAsync("twice");
        Assert.True(end.State == JobState.Done, end.Message);
        Assert.Equal((6, 3), Ledger());
        Assert.Equal(6, (await OutputRows.ReadAsync(Job.Root)).Count);
    }

    [Fact]
    public async Task Retry_RunThatIsCancelledAndResumed_ClosesTheLedger()
    {
        await RunAsync("broken-off");
        File.WriteAllText(Path.Combine(Corpus, "bad2.txt"), "A text that was mended.");
        await fixture.Grid.Client.RetryDeadLettersAsync("broken-off");
        var cancelled = await fixture.Grid.Client.CancelAsync("broken-off");
        if (cancelled.State == JobState.Cancelled)
        {
            Assert.False(File.Exists(Job.Success));
            await fixture.Grid.Client.ResumeAsync("broken-off");
        }
        Assert.Equal(JobState.Done, (await fixture.Grid.FinishAsync("broken-off")).State);
        Assert.Equal((6, 3), Ledger());
    }

    [Fact]
    public async Task Retry_JobThatIsNotDone_IsRefusedWithASentence()
    {
        var error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.RetryDeadLettersAsync("nobody"));
        Assert.Contains("There is no job 'nobody'", error.Message, StringComparison.Ordinal);
        await fixture.Grid.Client.SubmitAsync("at-work", new JobSpec { Source = fixture.Corpus, Output = Job.Root, Space = "classic@0" });
        error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.RetryDeadLettersAsync("at-work"));
        Assert.Contains("is not done", error.Message, StringComparison.Ordinal);
        await fixture.Grid.Client.CancelAsync("at-work");
    }

    private async Task RunAsync(string jobId)
    {
        Directory.CreateDirectory(Corpus);
        for (var i = 0; i < 5; i++)
            File.WriteAllText(Path.Combine(Corpus, $"good{i}.txt"), $"The text number {i}, which is good.");
        for (var i = 1; i <= 3; i++)
            File.WriteAllBytes(Path.Combine(Corpus, $"bad{i}.txt"), [0x61, 0x20, 0xE9, 0x20, 0x62]); // Latin-1
        File.WriteAllText(Path.Combine(Corpus, "empty.txt"), "");
        await fixture.Grid.Client.SubmitAsync(jobId, new JobSpec { Source = Corpus, Output = Job.Root, Space = "classic@0" });
        var end = await fixture.Grid.FinishAsync(jobId);
        Assert.True(end.State == JobState.Done, end.Message);
    }

    private (int Embedded, int DeadLettered) Ledger()
    {
        using var ledger = JsonDocument.Parse(File.ReadAllText(Job.Ledger));
        var root = ledger.RootElement;
        Assert.True(root.GetProperty("closed").GetBoolean());
        Assert.Equal(9, root.GetProperty("input").GetInt32());
        Assert.Equal(root.GetProperty("deadLettered").GetInt32(), root.GetProperty("deadLetterCodes").EnumerateObject().Sum(c => c.Value.GetInt32()));
        return (root.GetProperty("embedded").GetInt32(), root.GetProperty("deadLettered").GetInt32());
    }

    private (string Id, string Code)[] Errors() =>
        [.. File.ReadLines(Job.Errors).Select(line => JsonDocument.Parse(line).RootElement).Select(e => (e.GetProperty("id").GetString()!, e.GetProperty("code").GetString()!))];

    private Dictionary<string, (DateTime, long)> Parts() =>
        Directory.GetFiles(Job.Root, "part-*").ToDictionary(p => p, p => (File.GetLastWriteTimeUtc(p), new FileInfo(p).Length));
}
