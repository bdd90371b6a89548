using System.Text.Json;
using UniBind.Grid.Alignment;
using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

[Collection(SpaceCollection.Name)]
public sealed class RealignTests(SpaceFixture fixture) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("parquet")]
    [InlineData("npy")]
    public async Task Realign_ToTheNextVersion_EqualsEmbeddingAgainAndClosesTheLedger(string sink)
    {
        var name = "equal-" + sink;
        await fixture.PublishAsync(name, 1);
        await fixture.PublishAsync(name, 2);
        var first = fixture.Spec(Output("first"), name + "@1") with { Sink = sink };
        var again = fixture.Spec(Output("again"), name + "@2");
        await fixture.RunAsync(first);
        await fixture.RunAsync(again);
        var spec = Realign(first.Output, Output("realigned"), name + "@2") with { Sink = sink };
        var end = await fixture.RunAsync(spec);

        Assert.True(end.State == JobState.Done, end.Message);
        AssertSame(await OutputRows.ReadAsync(again.Output), await OutputRows.ReadAsync(spec.Output));
        var ledger = await LedgerAsync(spec.Output);
        Assert.True(ledger.Closed);
        Assert.Equal(
            (7L * SpaceFixture.PerModality, 0L, 6L * SpaceFixture.PerModality, (long)SpaceFixture.PerModality),
            (ledger.Input, ledger.Embedded, ledger.Carried, ledger.DeadLettered));

        // The videos, which have no head in the first version, keep their reason.
        Assert.Equal(Errors(first.Output), Errors(spec.Output));
        Assert.Equal((6L * SpaceFixture.PerModality, (long)SpaceFixture.PerModality), (end.Carried, end.DeadLettered));
    }

    [Fact]
    public async Task Realign_OfARealignedOutput_ReadsTheFirstRawEmbeddings()
    {
        for (var version = 1; version <= 3; version++)
            await fixture.PublishAsync("chain", version);
        var first = fixture.Spec(Output("first"), "chain@1") with { Modalities = [Modality.Image, Modality.Text, Modality.Audio] };
        var again = first with { Output = Output("again"), Space = "chain@3" };
        await fixture.RunAsync(first);
        await fixture.RunAsync(again);
        var second = Realign(first.Output, Output("second"), "chain@2");
        var third = Realign(second.Output, Output("third"), "chain@3");
        Assert.Equal(JobState.Done, (await fixture.RunAsync(second)).State);
        Assert.Equal(JobState.Done, (await fixture.RunAsync(third)).State);

        AssertSame(await OutputRows.ReadAsync(again.Output), await OutputRows.ReadAsync(third.Output));
        var ledger = await LedgerAsync(third.Output);
        Assert.Equal((90L, 120L), (ledger.Carried, ledger.Filtered["modality"]));
    }

    [Fact]
    public async Task Realign_Output_NamesItsPublicationSoThatAnEvaluationFindsItWithoutAGrid()
    {
        await fixture.PublishAsync("named", 1);

        // Two publications that claim to be the same version: only the hash tells which one the rows are of.
        await fixture.PublishAsync("named", 2, m => m with { Created = m.Created.AddDays(-1) });
        var used = await fixture.PublishAsync("named", 2);
        var first = fixture.Spec(Output("first"), "named@1") with { Modalities = [Modality.Image, Modality.Text] };
        await fixture.RunAsync(first);
        var spec = Realign(first.Output, Output("realigned"), "named@2");
        Assert.Equal(JobState.Done, (await fixture.RunAsync(spec)).State);

        Assert.Equal(used.Manifest, (await FinishedJob.ReadAsync(new JobFolder(spec.Output), TestContext.Current.CancellationToken)).SpaceSha256);
        using var source = await EvaluationReader.ReadAsync([spec.Output], new EvaluationReadOptions { Blobs = fixture.Blobs }, TestContext.Current.CancellationToken);
        Assert.Equal((used.Manifest, "named@2"), (source.Input.SpaceSha256, source.Input.Space));
        Assert.Equal(2 * SpaceFixture.PerModality, source.Input.Items.Count);
    }

    [Fact]
    public async Task Realign_PausedInTheMiddle_GoesOnAndHasEveryRowOnce()
    {
        await fixture.PublishAsync("paused", 1);
        await fixture.PublishAsync("paused", 2);
        var first = fixture.Spec(Output("first"), "paused@1");
        await fixture.RunAsync(first);
        var spec = Realign(first.Output, Output("realigned"), "paused@2");
        var jobId = JobIds.New();
        await fixture.Grid.Client.SubmitAsync(jobId, spec);
        await fixture.Grid.Client.PauseAsync(jobId);
        await fixture.Grid.FinishAsync(jobId);
        if ((await fixture.Grid.Client.GetJobAsync(jobId)).State != JobState.Done)
            await fixture.Grid.Client.ResumeAsync(jobId);
        var end = await fixture.Grid.FinishAsync(jobId);

        Assert.True(end.State == JobState.Done, end.Message);
        var rows = await OutputRows.ReadAsync(spec.Output);
        Assert.Equal(6 * SpaceFixture.PerModality, rows.Select(r => r.Id).Distinct().Count());
        Assert.Equal(6 * SpaceFixture.PerModality, rows.Count);
        Assert.True((await LedgerAsync(spec.Output)).Closed);
    }

    [Fact]
    public async Task Realign_PackWithoutSpace_GivesTheRawEmbeddingsBack()
    {
        await fixture.PublishAsync("back", 1);
        var first = fixture.Spec(Output("first"), "back@1") with { Modalities = [Modality.Image, Modality.Text] };
        var plain = first with { Output = Output("plain"), Space = "classic@0" };
        await fixture.RunAsync(first);
        await fixture.RunAsync(plain);
        var spec = Realign(first.Output, Output("realigned"), "classic@0");
        var end = await fixture.RunAsync(spec);

        Assert.True(end.State == JobState.Done, end.Message);
        AssertSame(await OutputRows.ReadAsync(plain.Output), await OutputRows.ReadAsync(spec.Output));
    }

    [Fact]
    public async Task Realign_LongTextsInRows_CountsItemsAndNotRows()
    {
        await fixture.PublishAsync("chunks", 1);
        await fixture.PublishAsync("chunks", 2);
        var corpus = Path.Combine(_folder.Path, "texts");
        Directory.CreateDirectory(corpus);
        for (var i = 0; i < 5; i++)
            File.WriteAllText(Path.Combine(corpus, $"long{i}.txt"), string.Join(' ', Enumerable.Range(0, 4000).Select(w => $"word{w * (i + 1)}")));
        File.WriteAllText(Path.Combine(corpus, "a#chunk=1.txt"), "a short text with an odd name");
        var first = fixture.Spec(Output("first"), "chunks@1") with { Source = corpus, LongText = "chunk-rows" };
        await fixture.RunAsync(first);
        var spec = Realign(first.Output, Output("realigned"), "chunks@2");
        var end = await fixture.RunAsync(spec);

        Assert.True(end.State == JobState.Done, end.Message);
        var ledger = await LedgerAsync(spec.Output);
        Assert.Equal((6L, 6L, true), (ledger.Input, ledger.Carried, ledger.Closed));
        Assert.Equal((await OutputRows.ReadAsync(first.Output)).Select(r => r.Id), (await OutputRows.ReadAsync(spec.Output)).Select(r => r.Id));
    }

    [Fact]
    public async Task Submit_SourceThatCannotBeRealigned_IsRefusedAndLeavesNothing()
    {
        await fixture.PublishAsync("refused", 1);
        await fixture.PublishAsync("refused", 2);
        await fixture.PublishAsync("swapped", 1, m => m with { Heads = new Dictionary<string, string>(), PackAligned = true, PackSha256 = new string('0', 64) });
        await fixture.PublishAsync("bare", 1, m => m with { Heads = new Dictionary<string, string>() });
        var kept = fixture.Spec(Output("kept"), "refused@1") with { Modalities = [Modality.Image] };
        var without = kept with { Output = Output("without"), NoRaw = true };
        var open = kept with { Output = Output("open") };
        await fixture.RunAsync(kept);
        await fixture.RunAsync(without);
        await fixture.RunAsync(open);
        File.Delete(new JobFolder(open.Output).Success);

        await RefusedAsync(Realign(without.Output, Output("out"), "refused@2"), "holds no raw embeddings");
        await RefusedAsync(Realign(open.Output, Output("out"), "refused@2"), "is not finished");
        await RefusedAsync(Realign(Output("nowhere"), Output("out"), "refused@2"), "is no output folder");
        await RefusedAsync(Realign(kept.Output, kept.Output + "/", "refused@2"), "is the source itself");
        await RefusedAsync(Realign(kept.Output, Output("out"), "bare@1"), "has no head for image");
        await RefusedAsync(Realign(kept.Output, Output("out"), "swapped@1"), "with another pack");
        await RefusedAsync(Realign(kept.Output, Output("out"), "refused@2") with { Limit = 3 }, "takes all items");
        await RefusedAsync(Realign(kept.Output, without.Output, "refused@2"), "already holds the output of job");
        Assert.False(Directory.Exists(Output("out")));
    }

    [Fact]
    public async Task Plan_OfTwoVersions_NamesExactlyTheItemsThatARealignChanges()
    {
        var (one, two) = (await fixture.PublishAsync("plan", 1), await fixture.PublishAsync("plan", 2));
        var first = fixture.Spec(Output("first"), "plan@1");
        await fixture.RunAsync(first);
        var spec = Realign(first.Output, Output("realigned"), "plan@2");
        await fixture.RunAsync(spec);
        using var before = fixture.Open(one);
        using var after = fixture.Open(two);
        var all = new List<ClassChange>();
        var plan = await new SpacePlan(before, after).RunAsync(await RawReader.OpenAsync(first.Output, TestContext.Current.CancellationToken), 3, change =>
        {
            all.Add(change);
            return Task.CompletedTask;
        }, TestContext.Current.CancellationToken);

        var old = (await OutputRows.ReadAsync(first.Output)).ToDictionary(r => r.Id);
        var changed = (await OutputRows.ReadAsync(spec.Output)).Where(r => r.Class != old[r.Id].Class).ToArray();
        Assert.NotEmpty(changed);
        Assert.Equal(changed.Select(r => (r.Id, old[r.Id].Class, r.Class)).Order(), all.Select(c => (c.Id, c.From, c.To)).Order());
        Assert.Equal((changed.Length, 6L * SpaceFixture.PerModality, "plan@1", "plan@2"), ((int)plan.Changed, plan.Rows, plan.Before, plan.After));
        Assert.Equal(all.Take(3), plan.Changes);
        Assert.Equal(changed.Length, plan.Moves.Sum(m => m.Rows));
        Assert.Equal(changed.GroupBy(r => r.Modality.Name()).ToDictionary(g => g.Key, g => (long)g.Count()), plan.Modalities.Where(m => m.Changed > 0).ToDictionary(m => m.Modality, m => m.Changed));
    }

    private static JobSpec Realign(string source, string output, string space) => new() { Source = source, RealignFrom = source, Output = output, Space = space };

    private async Task RefusedAsync(JobSpec spec, string sentence)
    {
        var jobId = JobIds.New();
        var error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.SubmitAsync(jobId, spec));
        Assert.Contains(sentence, error.Message);
        Assert.Equal(JobState.Unknown, (await fixture.Grid.Client.GetJobAsync(jobId)).State);
    }

    private static void AssertSame(IReadOnlyList<OutputRow> expected, IReadOnlyList<OutputRow> actual)
    {
        var byId = actual.ToDictionary(r => r.Id);
        Assert.Equal(expected.Count, byId.Count);
        foreach (var row in expected)
        {
            var other = byId[row.Id];
            Assert.Equal((row.Uri, row.Modality, row.Group, row.Split, row.Class, row.Space, row.Encoder, row.Head, row.ContentSha256, row.Truncated),
                (other.Uri, other.Modality, other.Group, other.Split, other.Class, other.Space, other.Encoder, other.Head, other.ContentSha256, other.Truncated));
            Assert.Equal(row.Labels, other.Labels);
            Assert.True(Math.Abs((row.Score ?? 0) - (other.Score ?? 0)) < 1e-6, row.Id);
            Assert.True(row.Embedding.Zip(other.Embedding).Max(p => Math.Abs(p.First - p.Second)) < 1e-6, row.Id);
        }
    }

    private static async Task<JobLedger> LedgerAsync(string output) =>
        (await FinishedJob.ReadAsync(new JobFolder(output), TestContext.Current.CancellationToken)).Ledger;

    private static string[] Errors(string output) => [.. File.ReadLines(new JobFolder(output).Errors).Select(l => JsonDocument.Parse(l).RootElement.GetRawText())];

    private string Output(string name) => Path.Combine(_folder.Path, name);
}
