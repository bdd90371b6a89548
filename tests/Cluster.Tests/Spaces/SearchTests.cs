using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

[Collection(SpaceCollection.Name)]
public sealed class SearchTests(SpaceFixture fixture) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Search_TwoJobsOfBothSinks_IsWhatBruteForceFinds(bool onlyPictures)
    {
        var version = await fixture.PublishAsync("searched", 1);
        var jobs = new[] { fixture.Spec(Output("a"), "searched@1"), fixture.Spec(Output("b"), "searched@latest") with { Sink = "npy", Modalities = [Modality.Image, Modality.Audio] } };
        foreach (var job in jobs)
            Assert.Equal(JobState.Done, (await fixture.RunAsync(job)).State);
        var query = Query(Modality.Audio);
        var reply = await fixture.Grid.Client.Search.SearchAsync(
            new SearchRequest { Folders = [.. jobs.Select(j => j.Output)], Query = query, Top = 25, Modalities = onlyPictures ? [Modality.Image] : [] },
            TestContext.Current.CancellationToken);

        using var space = fixture.Open(version);
        var raw = await RawAsync(query);
        var vector = BruteForce.Embed(space.HeadOf(Modality.Audio)!.Value.Head, raw);
        var all = new List<(string Folder, OutputRow Row, double Score)>();
        foreach (var job in jobs)
            foreach (var row in await OutputRows.ReadAsync(job.Output))
                if (!onlyPictures || row.Modality == Modality.Image)
                    all.Add((job.Output, row, BruteForce.Dot(row.Embedding, vector)));
        var expected = all.OrderByDescending(x => x.Score).ToArray();
        Assert.Equal(all.Count, reply.Rows);
        Assert.Equal("searched@1", reply.Space);
        Assert.Empty(reply.Notes);
        Assert.Equal(25, reply.Hits.Length);
        for (var i = 0; i < reply.Hits.Length; i++)
        {
            var hit = reply.Hits[i];
            Assert.Equal(expected[i].Score, hit.Score, tolerance: 1e-5);
            var (_, row, score) = all.Single(x => x.Row.Id == hit.Id && x.Folder == hit.Folder);
            Assert.Equal(score, hit.Score, tolerance: 1e-5);
            Assert.Equal((row.Uri, row.Modality, row.Class), (hit.Uri, hit.Modality, hit.Class));
            Assert.Equal(row.Labels, hit.Labels);
        }
        Assert.Equal(25, reply.Hits.Select(h => (h.Folder, h.Id)).Distinct().Count());
    }

    [Fact]
    public async Task Search_FoldersOfTwoVersions_IsRefusedNamingBoth()
    {
        await fixture.PublishAsync("mixed", 1);
        await fixture.PublishAsync("mixed", 2);
        var jobs = new[] { fixture.Spec(Output("a"), "mixed@1") with { Limit = 20 }, fixture.Spec(Output("b"), "mixed@2") with { Limit = 20 } };
        foreach (var job in jobs)
            await fixture.RunAsync(job);
        var error = await Assert.ThrowsAsync<GridException>(() => SearchAsync(Query(Modality.Image), [.. jobs.Select(j => j.Output)]));
        Assert.Contains("'mixed@1'", error.Message);
        Assert.Contains("'mixed@2'", error.Message);
        Assert.Contains("not comparable", error.Message);
    }

    [Fact]
    public async Task Search_FoldersOfTwoPublicationsOfOneVersion_IsRefused()
    {
        await fixture.PublishAsync("republished", 1);
        var old = fixture.Spec(Output("old"), "republished@1") with { Modalities = [Modality.Image] };
        await fixture.RunAsync(old);

        // The same heads and centers, so that no row tells the two apart; later, and so another manifest.
        await fixture.PublishAsync("republished", 1, m => m with { Created = m.Created.AddDays(1) });
        var young = old with { Output = Output("young") };
        await fixture.RunAsync(young);

        Assert.Contains("are of two publications of 'republished@1'", (await Assert.ThrowsAsync<GridException>(() => SearchAsync(Query(Modality.Image), [old.Output, young.Output]))).Message);
        Assert.Contains("of another publication of 'republished@1' than this grid's", (await Assert.ThrowsAsync<GridException>(() => SearchAsync(Query(Modality.Image), [old.Output]))).Message);
        Assert.Equal(SpaceFixture.PerModality, (await SearchAsync(Query(Modality.Image), [young.Output])).Rows);
    }

    [Fact]
    public async Task Search_RowsOfAnotherVersionInsideOneFolder_IsRefused()
    {
        await fixture.PublishAsync("smuggled", 1);
        var good = fixture.Spec(Output("good"), "smuggled@1") with { Modalities = [Modality.Image] };
        var other = fixture.Spec(Output("other"), "classic@0") with { Modalities = [Modality.Image] };
        await fixture.RunAsync(good);
        await fixture.RunAsync(other);
        var part = (await PartReader.ListAsync(good.Output, TestContext.Current.CancellationToken))[0];
        File.Copy((await PartReader.ListAsync(other.Output, TestContext.Current.CancellationToken))[0], part, overwrite: true);
        var error = await Assert.ThrowsAsync<GridException>(() => SearchAsync(Query(Modality.Image), [good.Output]));
        Assert.Contains("holds a row of 'classic@0' among those of 'smuggled@1'", error.Message);
    }

    [Fact]
    public async Task Search_PackWithoutHeads_ComparesTheQuerysModalityAloneAndSaysSo()
    {
        var job = fixture.Spec(Output("raw"), "classic@0");
        await fixture.RunAsync(job);
        var reply = await SearchAsync(Query(Modality.Audio), [job.Output]);

        Assert.Equal(SpaceFixture.PerModality, reply.Rows);
        Assert.All(reply.Hits, h => Assert.Equal(Modality.Audio, h.Modality));
        Assert.Equal(1, reply.Hits[0].Score, tolerance: 1e-5);
        Assert.Contains("only rows of the query's own modality (audio) are comparable", Assert.Single(reply.Notes));
        var request = new SearchRequest { Folders = [job.Output], Query = Query(Modality.Audio), Modalities = [Modality.Image] };
        var error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.Search.SearchAsync(request, TestContext.Current.CancellationToken));
        Assert.Contains("comparable with rows of audio alone", error.Message);
    }

    [Fact]
    public async Task Search_Text_FindsAcrossModalities()
    {
        await fixture.PublishAsync("texts", 1);
        var job = fixture.Spec(Output("out"), "texts@1");
        await fixture.RunAsync(job);
        var reply = await SearchAsync(MediaQuery.OfText("the digit three, drawn by hand"), [job.Output]);
        Assert.Equal(6 * SpaceFixture.PerModality, reply.Rows);
        Assert.Equal(reply.Hits.Select(h => h.Score).OrderDescending(), reply.Hits.Select(h => h.Score));
    }

    [Theory]
    [InlineData("nowhere", "is no output folder of a job")]
    [InlineData("", "There is nothing to search")]
    public async Task Search_NoOutput_IsRefused(string folder, string sentence)
    {
        var folders = folder.Length == 0 ? Array.Empty<string>() : [Output(folder)];
        var error = await Assert.ThrowsAsync<GridException>(() => SearchAsync(Query(Modality.Image), folders));
        Assert.Contains(sentence, error.Message);
    }

    [Fact]
    public async Task Search_QueryOfAModalityWithoutHead_IsRefused()
    {
        await fixture.PublishAsync("queries", 1);
        var job = fixture.Spec(Output("out"), "queries@1") with { Limit = 20 };
        await fixture.RunAsync(job);
        var error = await Assert.ThrowsAsync<GridException>(() => SearchAsync(Query(SpaceFixture.Headless), [job.Output]));
        Assert.Contains("has no head for video", error.Message);
    }

    private Task<SearchReply> SearchAsync(MediaQuery query, string[] folders) =>
        fixture.Grid.Client.Search.SearchAsync(new SearchRequest { Folders = folders, Query = query }, TestContext.Current.CancellationToken);

    private async Task<float[]> RawAsync(MediaQuery query)
    {
        var silo = (await fixture.Grid.Client.DescribeWorkersAsync())[0].Silo;
        var encoder = fixture.Grid.Grains.GetGrain<IEncoderGrain>(PinnedKey.For(query.Modality.Name(), silo));
        var sha256 = (await encoder.DescribeAsync())[0].PackSha256;
        var request = new EmbedRequest { Manifest = "", Pack = "classic", PackSha256 = sha256, Items = [new EmbedItem(query.Name, query.Content)] };
        return (await encoder.EmbedAsync(request, TestContext.Current.CancellationToken)).Items[0].ToFloats();
    }

    private MediaQuery Query(Modality modality) => fixture.Query(modality).Query;

    private string Output(string name) => Path.Combine(_folder.Path, name);
}
