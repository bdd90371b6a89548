using System.Text.Json;
using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

[Collection(SpaceCollection.Name)]
public sealed class SinceTests(SpaceFixture fixture) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Since_ChangedCorpus_CarriesTheRestBitByBitAndRealignsAsIfAllWereEmbedded()
    {
        await fixture.PublishAsync("since", 1);
        await fixture.PublishAsync("since", 2);
        var corpus = CopyCorpus();
        var first = Spec(corpus, "first", "since@1");
        await RunAsync(first);
        var before = (await OutputRows.ReadAsync(first.Output)).ToDictionary(r => r.Id);
        Assert.Equal(60, before.Count);

        // One item changes, one goes, one is new, and all get another split.
        var items = ReadManifest(corpus);
        File.WriteAllText(Path.Combine(corpus, Uri(items[0])), "A sentence that was not there before.");
        items[0]["split"] = items[2]["split"] = "other";
        items.RemoveAt(1);
        _folder.Write("corpus/new.txt", "An entirely new sentence.");
        items.Add(new() { ["id"] = "new", ["uri"] = "new.txt", ["modality"] = "text" });
        WriteManifest(corpus, items);

        var second = Spec(corpus, "second", "since@1") with { Since = first.Output };
        var end = await RunAsync(second);
        Assert.Equal((2L, 58L, 0L), (end.Embedded + end.Duplicate, end.Carried, end.DeadLettered));
        var ledger = (await FinishedJob.ReadAsync(new JobFolder(second.Output), TestContext.Current.CancellationToken)).Ledger;
        Assert.Equal((60L, 58L, true), (ledger.Input, ledger.Carried, ledger.Closed));
        var rows = (await OutputRows.ReadAsync(second.Output)).ToDictionary(r => r.Id);
        foreach (var (id, row) in rows.Where(r => r.Key != "new" && r.Key != (string)items[0]["id"]!))
            Assert.Equal((before[id].Embedding, before[id].Class, before[id].Score, before[id].Head), (row.Embedding, row.Class, row.Score, row.Head), Same);
        Assert.Equal("other", rows[(string)items[1]["id"]!].Split);
        using (var manifest = JsonDocument.Parse(File.ReadAllText(new JobFolder(second.Output).Manifest)))
            Assert.Equal(first.Output, manifest.RootElement.GetProperty("parent").GetProperty("output").GetString());

        // The earlier output is not needed any more, neither for reading nor for a realign.
        Directory.Delete(first.Output, recursive: true);
        var realigned = new JobSpec { Source = second.Output, RealignFrom = second.Output, Output = Path.Combine(_folder.Path, "realigned"), Space = "since@2" };
        await RunAsync(realigned);
        var again = Spec(corpus, "again", "since@2");
        await RunAsync(again);
        var expected = (await OutputRows.ReadAsync(again.Output)).ToDictionary(r => r.Id);
        var actual = await OutputRows.ReadAsync(realigned.Output);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Select(r => r.Id).Order(StringComparer.Ordinal));
        Assert.All(actual, r => Assert.True(r.Embedding.Zip(expected[r.Id].Embedding).Max(p => Math.Abs(p.First - p.Second)) < 1e-5, r.Id));

        // Since of a realigned output: the raw embeddings are in the folder behind it.
        var third = Spec(corpus, "third", "since@2") with { Since = realigned.Output };
        Assert.Equal((60L, 0L), ((await RunAsync(third)).Carried, end.DeadLettered));
        Directory.Delete(second.Output, recursive: true);
        Directory.Delete(realigned.Output, recursive: true);
        await foreach (var shard in (await RawReader.OpenAsync(third.Output, TestContext.Current.CancellationToken)).ReadAsync(TestContext.Current.CancellationToken))
            Assert.Equal(shard.Rows.Count, shard.Dimension == 0 ? 0 : shard.Raw.Length / shard.Dimension);
    }

    [Fact]
    public async Task Append_SourceOfNewItems_KeepsEveryRowOfTheEarlierOutput()
    {
        await fixture.PublishAsync("append", 1);
        var corpus = CopyCorpus();
        var items = ReadManifest(corpus);
        var first = Spec(corpus, "first", "append@1");
        await RunAsync(first);
        var before = (await OutputRows.ReadAsync(first.Output)).ToDictionary(r => r.Id);
        Assert.NotEqual("A new text.", File.ReadAllText(Path.Combine(corpus, Uri(items[0]))));

        var source = _folder.Write("new.jsonl", string.Join('\n',
            JsonSerializer.Serialize(new { id = "new", text = "A new text.", labels = new[] { "fresh" } }),
            JsonSerializer.Serialize(new { id = items[0]["id"], text = "Another text under an id that was there." })));
        var second = Spec(source, "second", "append@1") with { Since = first.Output, Append = true };
        var end = await RunAsync(second);

        Assert.Equal((61L, 2L, 59L), (end.Listed, end.Embedded, end.Carried));
        var rows = (await OutputRows.ReadAsync(second.Output)).ToDictionary(r => r.Id);
        Assert.Equal(before.Keys.Append("new").Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        foreach (var (id, row) in rows.Where(r => r.Key != "new" && r.Key != (string)items[0]["id"]!))
        {
            Assert.Equal(before[id].Embedding, row.Embedding);
            Assert.Equal(before[id].Labels, row.Labels);
            Assert.Equal((before[id].Uri, before[id].Group, before[id].Split, before[id].Class), (row.Uri, row.Group, row.Split, row.Class));
        }
        Assert.NotEqual(before[(string)items[0]["id"]!].Embedding, rows[(string)items[0]["id"]!].Embedding);
    }

    [Fact]
    public async Task Submit_EarlierOutputThatDoesNotFit_IsRefusedWithASentence()
    {
        await fixture.PublishAsync("unfit", 1);
        await fixture.PublishAsync("unfit", 2);
        var first = Spec(fixture.Corpus, "first", "unfit@1");
        await RunAsync(first);
        var spec = Spec(fixture.Corpus, "second", "unfit@1") with { Since = first.Output };

        await RefusedAsync(spec with { Output = first.Output }, "earlier output itself");
        await RefusedAsync(spec with { Space = "unfit@2" }, "'unfit@1', this job of 'unfit@2'");
        await RefusedAsync(spec with { Space = "classic@0" }, "'classic@0'");
        await RefusedAsync(spec with { LongText = "chunk-mean" }, "--long-text truncate");
        await RefusedAsync(spec with { Since = fixture.Corpus }, "no output folder of a job");
        await RefusedAsync(spec with { Since = null, Append = true }, "--since");
        File.Delete(new JobFolder(first.Output).Success);
        await RefusedAsync(spec, "not finished");
        Assert.False(Directory.Exists(spec.Output));
    }

    private static bool Same((float[] Embedding, string? Class, float? Score, string Head) a, (float[] Embedding, string? Class, float? Score, string Head) b) =>
        a.Embedding.SequenceEqual(b.Embedding) && (a.Class, a.Score, a.Head) == (b.Class, b.Score, b.Head);

    private async Task RefusedAsync(JobSpec spec, string reason)
    {
        var error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.SubmitAsync(JobIds.New(), spec));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private JobSpec Spec(string source, string output, string space) =>
        new() { Source = source, Output = Path.Combine(_folder.Path, output), Space = space, Modalities = [Modality.Text, Modality.Image] };

    private async Task<JobProgress> RunAsync(JobSpec spec)
    {
        var end = await fixture.RunAsync(spec);
        Assert.True(end.State == JobState.Done, end.Message);
        return end;
    }

    /// <summary>The texts and pictures of the corpus, in a folder that may be changed.</summary>
    private string CopyCorpus()
    {
        var corpus = Path.Combine(_folder.Path, "corpus");
        var items = ReadManifest(fixture.Corpus).Where(i => (string)i["modality"]! is "text" or "image").ToList();
        foreach (var item in items)
            _folder.Write(Path.Combine("corpus", Uri(item)), File.ReadAllBytes(Path.Combine(fixture.Corpus, Uri(item))));
        WriteManifest(corpus, items.OrderByDescending(i => (string)i["modality"]!, StringComparer.Ordinal).ToList());
        return corpus;
    }

    private static string Uri(Dictionary<string, object> item) => (string)item["uri"];

    private static List<Dictionary<string, object>> ReadManifest(string corpus) =>
        [.. File.ReadLines(Path.Combine(corpus, "manifest.jsonl")).Select(l => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(l)!
            .ToDictionary(p => p.Key, p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : (object)p.Value))];

    private static void WriteManifest(string corpus, List<Dictionary<string, object>> items) =>
        File.WriteAllLines(Path.Combine(corpus, "manifest.jsonl"), items.Select(i => JsonSerializer.Serialize(i)));
}
