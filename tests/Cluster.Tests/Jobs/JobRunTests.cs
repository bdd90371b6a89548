using System.Text.Json;
using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class JobRunTests(GridFixture fixture)
{
    private const int PerModality = 290;

    [Fact]
    public async Task Run_TwoThousandItemsOfAllModalities_CommitsEachExactlyOnce()
    {
        using var folder = new TempFolder();
        var spec = Spec(Path.Combine(folder.Path, "out"));
        var jobId = JobIds.New();
        await fixture.Grid.Client.SubmitAsync(jobId, spec);
        var end = await fixture.Grid.FinishAsync(jobId);

        Assert.True(end.State == JobState.Done, end.Message);
        Assert.Equal(7 * PerModality, end.WithRow);
        Assert.Equal(0, end.DeadLettered);
        Assert.Equal(7 * PerModality, end.Rows);
        Assert.All(end.Modalities, m => Assert.Equal(PerModality, m.Finished));
        Assert.Equal(7, end.Modalities.Length);

        var rows = await OutputRows.ReadAsync(spec.Output);
        Assert.Equal(7 * PerModality, rows.Count);
        Assert.Equal(ManifestIds(), rows.Select(r => r.Id).Order(StringComparer.Ordinal));
        Assert.All(rows, r => Assert.Equal(1, r.Embedding.Sum(x => (double)x * x), 4));
        Assert.All(rows, r => Assert.Equal("classic@0", r.Space));
        Assert.True(File.Exists(new JobFolder(spec.Output).Success));
        Assert.Equal(2, SilosOf(spec.Output));
    }

    [Fact]
    public async Task Run_TwiceIntoTwoFolders_GivesTheSameCanonicalRows()
    {
        using var folder = new TempFolder();
        var hashes = new List<string>();
        foreach (var name in new[] { "first", "second" })
        {
            var spec = Spec(Path.Combine(folder.Path, name));
            var jobId = JobIds.New();
            await fixture.Grid.Client.SubmitAsync(jobId, spec);
            Assert.Equal(JobState.Done, (await fixture.Grid.FinishAsync(jobId)).State);
            hashes.Add(await CanonicalHash.ComputeAsync(spec.Output, TestContext.Current.CancellationToken));
        }
        Assert.Equal(hashes[0], hashes[1]);
    }

    [Fact]
    public async Task Run_OnlyOneModality_CountsTheOthersAsFiltered()
    {
        using var folder = new TempFolder();
        var spec = Spec(Path.Combine(folder.Path, "out")) with { Modalities = [Modality.Text] };
        var jobId = JobIds.New();
        await fixture.Grid.Client.SubmitAsync(jobId, spec);
        var end = await fixture.Grid.FinishAsync(jobId);
        Assert.Equal(PerModality, end.WithRow);
        Assert.Equal(6 * PerModality, end.Filtered);
        Assert.Equal(JobState.Done, end.State);
    }

    [Fact]
    public async Task Run_NpySink_HoldsTheSameRows()
    {
        using var folder = new TempFolder();
        var spec = Spec(Path.Combine(folder.Path, "out")) with { Sink = "npy", Modalities = [Modality.Text, Modality.Event] };
        var jobId = JobIds.New();
        await fixture.Grid.Client.SubmitAsync(jobId, spec);
        Assert.Equal(JobState.Done, (await fixture.Grid.FinishAsync(jobId)).State);
        Assert.Equal(2 * PerModality, (await OutputRows.ReadAsync(spec.Output)).Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public async Task Submit_SameIdOtherSpec_IsRefused()
    {
        using var folder = new TempFolder();
        var spec = Spec(Path.Combine(folder.Path, "out")) with { Limit = 5 };
        var jobId = JobIds.New();
        await fixture.Grid.Client.SubmitAsync(jobId, spec);
        await fixture.Grid.FinishAsync(jobId);
        Assert.Equal(JobState.Done, (await fixture.Grid.Client.SubmitAsync(jobId, spec)).State);
        var error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.SubmitAsync(jobId, spec with { Limit = 6 }));
        Assert.Contains("already names a job", error.Message);
    }

    [Fact]
    public async Task Submit_OutputOfAnotherJob_IsRefusedAndChangesNothing()
    {
        using var folder = new TempFolder();
        var spec = Spec(Path.Combine(folder.Path, "out")) with { Limit = 5 };
        var first = "first-" + JobIds.New();
        await fixture.Grid.Client.SubmitAsync(first, spec);
        var second = "second-" + JobIds.New();
        await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.SubmitAsync(second, spec));
        Assert.Equal(JobState.Unknown, (await fixture.Grid.Client.GetJobAsync(second)).State);
        Assert.Equal(JobState.Done, (await fixture.Grid.FinishAsync(first)).State);
    }

    [Fact]
    public async Task Submit_MissingSource_IsRefusedWithASentence()
    {
        using var folder = new TempFolder();
        var spec = Spec(Path.Combine(folder.Path, "out")) with { Source = Path.Combine(folder.Path, "nowhere") };
        var error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.SubmitAsync(JobIds.New(), spec));
        Assert.Contains("nowhere", error.Message);
    }

    private JobSpec Spec(string output) => new() { Source = fixture.Corpus, Output = output, Space = "classic@0" };

    private IEnumerable<string> ManifestIds() => File.ReadLines(Path.Combine(fixture.Corpus, "manifest.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!)
        .Order(StringComparer.Ordinal);

    private static int SilosOf(string output)
    {
        using var report = JsonDocument.Parse(File.ReadAllText(new JobFolder(output).Report));
        return report.RootElement.GetProperty("silos").EnumerateArray().Count(s => s.GetProperty("embedded").GetInt64() > 0);
    }
}
