using System.Text.Json;
using UniBind.Grid.Alignment;
using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

[Collection(SpaceCollection.Name)]
public sealed class SpaceJobTests(SpaceFixture fixture) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_PublishedSpace_WritesWhatBruteForceMakesOfTheRawFiles()
    {
        var version = await fixture.PublishAsync("brute", 1);
        var spec = fixture.Spec(Output("out"), "brute@1");
        var end = await fixture.RunAsync(spec);

        Assert.True(end.State == JobState.Done, end.Message);
        using var space = fixture.Open(version);
        var raw = await RawAsync(spec.Output);
        var rows = await OutputRows.ReadAsync(spec.Output);
        Assert.Equal(6 * SpaceFixture.PerModality, rows.Count);
        Assert.Equal(5 * SpaceFixture.PerModality, raw.Count);
        foreach (var row in rows)
        {
            Assert.Equal("brute@1", row.Space);
            var head = space.HeadOf(row.Modality);
            Assert.Equal(head?.Sha256 ?? "identity", row.Head);
            Assert.Equal(row.Modality != Modality.Text, raw.ContainsKey(row.Id));
            var embedding = BruteForce.Embed(head?.Head, raw.GetValueOrDefault(row.Id) ?? row.Embedding);
            Assert.True(embedding.Zip(row.Embedding).Max(p => Math.Abs(p.First - p.Second)) < 1e-6, row.Id);
            var best = BruteForce.Classify(space.Centers!, row.Modality, embedding)[0];
            Assert.Equal(best.Class, row.Class);
            Assert.Equal(best.Score, row.Score!.Value, tolerance: 1e-6);
        }
    }

    [Fact]
    public async Task Run_ModalityWithoutHead_BecomesDeadLettersThatNameTheWayOut()
    {
        await fixture.PublishAsync("headless", 1);
        var spec = fixture.Spec(Output("out"), "headless@latest");
        var end = await fixture.RunAsync(spec);

        Assert.Equal((JobState.Done, (long)SpaceFixture.PerModality), (end.State, end.DeadLettered));
        var letters = File.ReadLines(new JobFolder(spec.Output).Errors).Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        Assert.Equal(SpaceFixture.PerModality, letters.Length);
        Assert.All(letters, l => Assert.Equal("plan", l.GetProperty("stage").GetString()));
        Assert.All(letters, l => Assert.Contains("has no head for video; train one with 'unibind align'", l.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Run_SplitOfTheManifest_StandsInEveryRowOfBothSinks()
    {
        await fixture.PublishAsync("split", 1);
        var spec = fixture.Spec(Output("parquet"), "split@1");
        var npy = spec with { Output = Output("npy"), Sink = "npy" };
        await fixture.RunAsync(spec);
        await fixture.RunAsync(npy);

        var expected = File.ReadLines(Path.Combine(fixture.Corpus, "manifest.jsonl")).Select(l => JsonDocument.Parse(l).RootElement)
            .ToDictionary(e => e.GetProperty("id").GetString()!, e => e.GetProperty("split").GetString());
        Assert.Contains("test", expected.Values);
        Assert.All(await OutputRows.ReadAsync(spec.Output), r => Assert.Equal(expected[r.Id], r.Split));
        Assert.Equal(
            await CanonicalHash.ComputeAsync(spec.Output, TestContext.Current.CancellationToken),
            await CanonicalHash.ComputeAsync(npy.Output, TestContext.Current.CancellationToken));
        Assert.Equal((await RawAsync(spec.Output)).Keys.Order(), (await RawAsync(npy.Output)).Keys.Order());
    }

    [Fact]
    public async Task Run_NewerVersionPublishedMeanwhile_KeepsThePinnedOneAlsoAfterResume()
    {
        await fixture.PublishAsync("pinned", 1);
        var spec = fixture.Spec(Output("out"), "pinned@latest");
        var jobId = JobIds.New();
        // A job that cannot write its raw embeddings stops, and goes on when the obstacle is away.
        var obstacle = Path.Combine(Directory.CreateDirectory(spec.Output).FullName, "raw");
        File.WriteAllText(obstacle, "in the way of the folder");
        await fixture.Grid.Client.SubmitAsync(jobId, spec);
        Assert.Equal(JobState.Failed, (await fixture.Grid.FinishAsync(jobId)).State);
        await fixture.PublishAsync("pinned", 2);
        File.Delete(obstacle);
        await fixture.Grid.Client.ResumeAsync(jobId);
        Assert.Equal(JobState.Done, (await fixture.Grid.FinishAsync(jobId)).State);

        Assert.Equal(["pinned@1"], (await OutputRows.ReadAsync(spec.Output)).Select(r => r.Space).Distinct());
        // The same submission again is the same job, whatever 'latest' is by now; a new one takes the new version.
        Assert.Equal(JobState.Done, (await fixture.Grid.Client.SubmitAsync(jobId, spec)).State);
        var next = spec with { Output = Output("next"), Limit = 40 };
        await fixture.RunAsync(next);
        Assert.Equal(["pinned@2"], (await OutputRows.ReadAsync(next.Output)).Select(r => r.Space).Distinct());
        Assert.Equal("pinned@1", (await fixture.Grid.Client.ListJobsAsync()).Single(j => j.JobId == jobId).Space);
    }

    [Fact]
    public async Task Run_RawEmbeddingsCannotBeWritten_CommitsNoPart()
    {
        await fixture.PublishAsync("order", 1);
        var spec = fixture.Spec(Output("out"), "order@1") with { Modalities = [Modality.Audio] };
        Directory.CreateDirectory(spec.Output);
        File.WriteAllText(Path.Combine(spec.Output, "raw"), "in the way of the folder");
        var end = await fixture.RunAsync(spec);

        Assert.Equal(JobState.Failed, end.State);
        Assert.Empty(Directory.GetFiles(spec.Output, "part-*"));
    }

    [Fact]
    public async Task Run_NoRaw_KeepsNoneAndWritesTheSameRows()
    {
        await fixture.PublishAsync("noraw", 1);
        var spec = fixture.Spec(Output("with"), "noraw@1") with { Modalities = [Modality.Image, Modality.Text] };
        var without = spec with { Output = Output("without"), NoRaw = true };
        await fixture.RunAsync(spec);
        await fixture.RunAsync(without);

        Assert.True(Directory.Exists(new JobFolder(spec.Output).Raw));
        Assert.False(Directory.Exists(new JobFolder(without.Output).Raw));
        Assert.Equal(
            await CanonicalHash.ComputeAsync(spec.Output, TestContext.Current.CancellationToken),
            await CanonicalHash.ComputeAsync(without.Output, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_SpaceWithoutCenters_LeavesClassAndScoreEmpty()
    {
        await fixture.PublishAsync("centerless", 1, m => m with { Centers = null, Classes = 0 });
        var spec = fixture.Spec(Output("out"), "centerless@1") with { Modalities = [Modality.Image] };
        Assert.Equal(JobState.Done, (await fixture.RunAsync(spec)).State);

        Assert.All(await OutputRows.ReadAsync(spec.Output), r => Assert.Null(r.Class));
        Assert.All(await OutputRows.ReadAsync(spec.Output), r => Assert.Null(r.Score));
    }

    [Theory]
    [InlineData("nowhere@3", "There is no version '3' of a space 'nowhere'.")]
    [InlineData("no way@1", "is no name of a space")]
    [InlineData("gone@1", "which no encoder silo has (there are 'classic'); start the grid with that pack (--pack).")]
    [InlineData("other@1", "and the grid has another one of that name")]
    [InlineData("lost@1", "is missing in")]
    public async Task Submit_SpaceThatCannotBeUsed_IsRefusedAndLeavesNothing(string space, string sentence)
    {
        var usable = await fixture.PublishAsync("usable", 1);
        await fixture.PublishAsync("gone", 1, m => m with { Pack = "vanished" });
        await fixture.PublishAsync("other", 1, m => m with { PackSha256 = new string('0', 64) });
        fixture.Announce(usable with { Space = "lost", Manifest = new string('1', 64) });

        var jobId = JobIds.New();
        var error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.SubmitAsync(jobId, fixture.Spec(Output("out"), space)));
        Assert.Contains(sentence, error.Message);
        Assert.False(Directory.Exists(Output("out")));
        Assert.Equal(JobState.Unknown, (await fixture.Grid.Client.GetJobAsync(jobId)).State);
    }

    [Fact]
    public async Task Run_HeadOfAnotherEncoder_FailsWithASentence()
    {
        await fixture.PublishAsync("swapped", 1, m => m with { Heads = new Dictionary<string, string> { ["image"] = SwappedHead(m) } });
        var end = await fixture.RunAsync(fixture.Spec(Output("out"), "swapped@1") with { Modalities = [Modality.Image] });
        Assert.Equal(JobState.Failed, end.State);
        Assert.Contains("was trained for another encoder", end.Message);
    }

    private string SwappedHead(SpaceManifest manifest)
    {
        using var file = SafetensorsFile.Open(fixture.Blobs.Require(manifest.Heads["image"]));
        var head = HeadFile.Read(file);
        return SpaceStore.PutHeadAsync(fixture.Blobs, head with { Origin = head.Origin with { Encoder = new string('2', 64) } }, TestContext.Current.CancellationToken)
            .GetAwaiter().GetResult();
    }

    private string Output(string name) => Path.Combine(_folder.Path, name);

    private static async Task<Dictionary<string, float[]>> RawAsync(string output)
    {
        var raw = new Dictionary<string, float[]>();
        await foreach (var (_, rows) in RawParts.ReadAsync(output, TestContext.Current.CancellationToken))
            foreach (var row in rows)
                raw.Add(row.Id, row.Raw);
        return raw;
    }
}
