using UniBind.Grid.Alignment;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

[Collection(SpaceCollection.Name)]
public sealed class ClassifyTests(SpaceFixture fixture)
{
    [Fact]
    public async Task Classify_ItemsOfAJob_SayWhatTheJobsRowsSay()
    {
        using var folder = new TempFolder();
        var version = await fixture.PublishAsync("online", 1);
        var spec = fixture.Spec(Path.Combine(folder.Path, "out"), "online@1");
        await fixture.RunAsync(spec);
        var rows = (await OutputRows.ReadAsync(spec.Output)).ToDictionary(r => r.Id);
        var handle = await fixture.Grid.Client.Search.OpenSpaceAsync("online@latest");
        Assert.Equal((version.Id, version.Manifest, 2), (handle.Id, handle.Manifest, handle.Silos.Length));

        using var space = fixture.Open(version);
        foreach (var modality in Modalities.All.Except([SpaceFixture.Headless]))
        {
            var (id, query) = fixture.Query(modality);
            var reply = await fixture.Grid.Client.Search.ClassifyAsync(handle, query, 3, TestContext.Current.CancellationToken);
            var expected = BruteForce.Classify(space.Centers!, modality, Array.ConvertAll(rows[id].Embedding, v => (double)v));
            Assert.Equal(rows[id].Class, reply.Classes[0].Class);
            Assert.Equal(rows[id].Score!.Value, reply.Classes[0].Score, tolerance: 1e-5);
            Assert.Equal(expected.Take(3).Select(e => (e.Class, e.Text)), reply.Classes.Select(c => (c.Class, c.Description)));
            Assert.Equal(expected[0].Score - expected[1].Score, reply.Margin, tolerance: 1e-5);
            Assert.Equal((version.Id, modality, rows[id].Head, false), (reply.Space, reply.Modality, reply.Head, reply.Unknown));
        }
    }

    [Fact]
    public async Task Classify_Threshold_MakesTheItemUnknownAndTheRowClassless()
    {
        using var folder = new TempFolder();
        await fixture.PublishAsync("strict", 1, calibration: new ScoreCalibration(Temperature: 1, UnknownBelow: 0.999));
        var spec = fixture.Spec(Path.Combine(folder.Path, "out"), "strict@1") with { Modalities = [Modality.Image] };
        await fixture.RunAsync(spec);
        Assert.All(await OutputRows.ReadAsync(spec.Output), r => Assert.Null(r.Class));
        Assert.All(await OutputRows.ReadAsync(spec.Output), r => Assert.NotNull(r.Score));

        var handle = await fixture.Grid.Client.Search.OpenSpaceAsync("strict@1");
        var reply = await fixture.Grid.Client.Search.ClassifyAsync(handle, fixture.Query(Modality.Image).Query, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(reply.Unknown);
        Assert.Equal(5, reply.Classes.Length);
    }

    [Fact]
    public async Task Classify_ModalityWithoutHead_IsRefusedWithTheWayOut()
    {
        await fixture.PublishAsync("blind", 1);
        var error = await ThrowsAsync("blind@1", fixture.Query(SpaceFixture.Headless).Query);
        Assert.Contains("has no head for video; train one with 'unibind align'", error.Message);
    }

    [Fact]
    public async Task Classify_SpaceWithoutCenters_IsRefused()
    {
        await fixture.PublishAsync("empty", 1, m => m with { Centers = null, Classes = 0 });
        Assert.Contains("has no class centers", (await ThrowsAsync("empty@1", MediaQuery.OfText("three"))).Message);
        Assert.Contains("is a pack without class centers", (await ThrowsAsync("classic@0", MediaQuery.OfText("three"))).Message);
    }

    [Fact]
    public async Task Classify_ContentAboveFourMegabytes_IsRefusedPointingToEmbed()
    {
        await fixture.PublishAsync("large", 1);
        var error = await ThrowsAsync("large@1", new MediaQuery { Name = "big.png", Content = new byte[EmbedRequest.MaxBytes + 1], Modality = Modality.Image });
        Assert.Contains("embed it as a batch job", error.Message);
    }

    [Fact]
    public async Task Classify_BrokenContent_IsRefusedByName()
    {
        await fixture.PublishAsync("broken", 1);
        var error = await ThrowsAsync("broken@1", new MediaQuery { Name = "torn.png", Content = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], Modality = Modality.Image });
        Assert.Contains("torn.png", error.Message);
    }

    [Theory]
    [InlineData("nowhere@latest", "There is no version 'latest' of a space 'nowhere'.")]
    [InlineData("vanished@0", "No encoder silo has the pack 'vanished'")]
    public async Task OpenSpace_Unknown_IsRefused(string space, string sentence)
    {
        var error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.Search.OpenSpaceAsync(space));
        Assert.Contains(sentence, error.Message);
    }

    private async Task<GridException> ThrowsAsync(string space, MediaQuery query)
    {
        var handle = await fixture.Grid.Client.Search.OpenSpaceAsync(space);
        return await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.Search.ClassifyAsync(handle, query, cancellationToken: TestContext.Current.CancellationToken));
    }
}
