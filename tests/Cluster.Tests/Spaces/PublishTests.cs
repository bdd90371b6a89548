using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

public sealed class PublishTests(GridFixture fixture)
{
    private GridCluster Grid => fixture.Grid;

    private BlobStore Blobs => new(Path.Combine(Grid.SpacesFolder, "blobs"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_BuiltCenters_GivesAVersionThatOpensWithEveryRow()
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 5, "cup", "lamp", "bell");
        var version = await Grid.Client.Spaces.PublishAsync(space, new PublishRequest());
        Assert.Equal((space + "@1", 3, 9L, 0), (version.Id, version.Classes, version.Rows, version.Parent));
        using var opened = Alignment.Space.Open(Blobs, version.Manifest);
        Assert.Equal(["cup", "lamp", "bell"], opened.Centers!.Classes);
        Assert.Equal(ScoreRule.Default, opened.Manifest.Score);
        Assert.Equal("medoid 3", opened.Manifest.Selection);
        var lamp = await Grid.Client.Spaces.GetCenterAsync(space, "lamp");
        var (start, count) = opened.Centers.RowsOf(1);
        Assert.Equal(lamp.Rows.Select(r => r.Text), Enumerable.Range(start, count).Select(opened.Centers.TextOf));
        var lineage = await File.ReadAllLinesAsync(Blobs.Require(opened.Manifest.Lineage!), Token);
        Assert.Equal(3, lineage.Length);
        Assert.Contains("\"llms\":[\"a model\"]", lineage[0]);
    }

    [Fact]
    public async Task Publish_ThenChangeAndPublish_VersionsAliasesAndRollbackHold()
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 4, "cup", "lamp");
        var spaces = Grid.Client.Spaces;
        var one = await spaces.PublishAsync(space, new PublishRequest { Stable = true });
        await Knowledge.BuildAsync(Grid.Client, space, rows: 2);
        var two = await spaces.PublishAsync(space, new PublishRequest { Parent = 1 });
        Assert.Equal((2, 1, 4L), (two.Version, two.Parent, two.Rows));
        Assert.Equal(two, await spaces.ResolveAsync(space), SameVersion);
        Assert.Equal(two, await spaces.ResolveAsync(space + "@2"), SameVersion);
        Assert.Equal(one, await spaces.ResolveAsync(space + "@stable"), SameVersion);

        await spaces.RollbackAsync(space, 1);
        Assert.Equal(one, await spaces.ResolveAsync(space + "@latest"), SameVersion);
        var info = await spaces.GetAsync(space);
        Assert.Equal([2, 1], info.Versions.Select(v => v.Version));
        Assert.Equal((1, 1), (info.Aliases["latest"], info.Aliases["stable"]));
        Assert.Contains(space, await spaces.ListAsync());
        var three = await spaces.PublishAsync(space, new PublishRequest { Parent = 2 });
        Assert.Equal(3, three.Version);
    }

    [Theory]
    [InlineData("@9", "no version 9; it has 1 to 1")]
    [InlineData("@newest", "'newest' is no version")]
    [InlineData("@stable", "No version of")]
    public async Task Resolve_VersionThatIsNone_SaysWhatThereIs(string version, string sentence)
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 2, "cup");
        Assert.Contains("no published version", (await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.ResolveAsync(space))).Message);
        await Grid.Client.Spaces.PublishAsync(space, new PublishRequest());
        Assert.Contains(sentence, (await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.ResolveAsync(space + version))).Message);
    }

    [Fact]
    public async Task Publish_TwoAtOnce_OneWinsAndTheOtherGetsTheConflict()
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 2, "cup", "lamp");
        var both = Enumerable.Range(0, 2).Select(_ => Grid.Client.Spaces.PublishAsync(space, new PublishRequest())).ToArray();
        await Task.WhenAll(both).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(1, both.Count(t => t.IsCompletedSuccessfully));
        var error = Assert.IsType<GridException>(both.Single(t => t.IsFaulted).Exception!.InnerException);
        Assert.Contains("published meanwhile: its newest version is 1, and yours was made over 0", error.Message);
        Assert.Single((await Grid.Client.Spaces.GetAsync(space)).Versions);
    }

    [Fact]
    public async Task Publish_AnotherActivationWroteInBetween_PublishesNothingAndCanBeRepeated()
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 2, "cup");
        await OtherActivation.TouchAsync<SpaceState>(Grid, "space", Grid.Grains.GetGrain<ISpaceGrain>(space).GetGrainId(), s => s with { Stable = 0 });
        var error = await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.PublishAsync(space, new PublishRequest()));
        Assert.Contains("nothing of yours was published", error.Message);
        Assert.Empty((await Grid.Client.Spaces.GetAsync(space)).Versions);
        Assert.Equal(1, (await Grid.Client.Spaces.PublishAsync(space, new PublishRequest())).Version);
    }

    [Fact]
    public async Task Publish_ClassWithoutCenter_NamesIt()
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 2, "cup");
        await Grid.Client.Spaces.ImportAsync(space, Knowledge.Of(["lamp"]), Token);
        var error = await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.PublishAsync(space, new PublishRequest()));
        Assert.Contains("'lamp'", error.Message);
        Assert.Contains("has no center; build", error.Message);
        Assert.Empty((await Grid.Client.Spaces.GetAsync(space)).Versions);
    }

    [Fact]
    public async Task Publish_CentersOfAnotherPackOrDimension_IsRefused()
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 2, "cup", "lamp");
        var cup = (await Grid.Client.Spaces.GetCenterAsync(space, "cup")).Center;
        var grain = Grid.Grains.GetGrain<IClassCenterGrain>(SpaceKey.ForClass(space, "cup"));
        await grain.RecordAsync(cup with { Selection = "import", Dimension = 3 });
        Assert.Contains("The center of 'lamp'", (await PublishErrorAsync(space)).Message);
        Assert.Contains("not with 'lab'", (await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.PublishAsync(space, new PublishRequest { Pack = "lab" }))).Message);

        foreach (var name in new[] { "cup", "lamp" })
        {
            var center = (await Grid.Client.Spaces.GetCenterAsync(space, name)).Center;
            await Grid.Grains.GetGrain<IClassCenterGrain>(SpaceKey.ForClass(space, name)).RecordAsync(center with { Selection = "import 2", Dimension = cup.Dimension, Pack = "gone", PackSha256 = new string('0', 64) });
        }
        Assert.Contains("No encoder silo has the pack 'gone'", (await PublishErrorAsync(space)).Message);
        Assert.Empty((await Grid.Client.Spaces.GetAsync(space)).Versions);
    }

    [Fact]
    public async Task Publish_RowThatIsNotFinite_NamesTheClass()
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 2, "cup");
        var cup = (await Grid.Client.Spaces.GetCenterAsync(space, "cup")).Center;
        var values = new float[cup.Dimension];
        values[0] = float.NaN;
        var set = new CenterSet(["cup"], [0, 1], new EmbeddingMatrix(values, 1, cup.Dimension), [CenterSet.AllModalities], _ => "a broken row");
        var file = await SpaceStore.PutCentersAsync(Blobs, set, Token);
        await Grid.Grains.GetGrain<IClassCenterGrain>(SpaceKey.ForClass(space, "cup")).RecordAsync(cup with { File = file, Rows = 1 });
        var error = await PublishErrorAsync(space);
        Assert.Contains("Row 0 of the center of 'cup' is not a finite vector", error.Message);
    }

    [Fact]
    public async Task Publish_CenterFileTruncatedOrGone_SaysSoAndCanBeRepeatedAfterABuild()
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 2, "cup");
        var path = Blobs.Require((await Grid.Client.Spaces.GetCenterAsync(space, "cup")).Center.File);
        await using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write))
            stream.SetLength(stream.Length / 2);
        Assert.Contains("is damaged", (await PublishErrorAsync(space)).Message);
        File.Delete(path);
        Assert.Contains("is missing", (await PublishErrorAsync(space)).Message);
        Assert.Empty((await Grid.Client.Spaces.GetAsync(space)).Versions);
        await Knowledge.BuildAsync(Grid.Client, space, force: true);
        Assert.Equal(1, (await Grid.Client.Spaces.PublishAsync(space, new PublishRequest())).Version);
    }

    [Fact]
    public async Task Draft_ChangedCenters_OpensAndPublishesNothing()
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 4, "cup", "lamp");
        var spaces = Grid.Client.Spaces;
        await spaces.PublishAsync(space, new PublishRequest());
        await Knowledge.BuildAsync(Grid.Client, space, rows: 2);
        var draft = await spaces.DraftAsync(space, new PublishRequest { Score = "lse" });

        Assert.Equal((space + "@2", 1, 4L), (draft.Id, draft.Parent, draft.Rows));
        using (var opened = Alignment.Space.Open(Blobs, draft.Manifest))
            Assert.Equal((4, ScoreKind.LogSumExp), (opened.Centers!.Rows.Rows, opened.Manifest.Score.Kind));
        Assert.Single((await spaces.GetAsync(space)).Versions);
        Assert.Contains("no version 2", (await Assert.ThrowsAsync<GridException>(() => spaces.ResolveAsync(space + "@2"))).Message);
        var published = await spaces.PublishAsync(space, new PublishRequest { Parent = 1 });
        Assert.Equal((2, published.Manifest), (published.Version, (await spaces.ResolveAsync(space)).Manifest));
        Assert.NotEqual(draft.Manifest, published.Manifest);
    }

    [Fact]
    public async Task Publish_CenterFileDamaged_IsHealedByABuild()
    {
        var space = await Knowledge.BuiltSpaceAsync(Grid.Client, 2, "cup");
        var path = Blobs.Require((await Grid.Client.Spaces.GetCenterAsync(space, "cup")).Center.File);
        await using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write))
            stream.SetLength(stream.Length / 2);
        Assert.Contains("is damaged", (await PublishErrorAsync(space)).Message);
        await Knowledge.BuildAsync(Grid.Client, space, force: true);
        Assert.Equal(1, (await Grid.Client.Spaces.PublishAsync(space, new PublishRequest())).Version);
    }

    private static bool SameVersion(SpaceVersionInfo a, SpaceVersionInfo b) => (a.Id, a.Manifest) == (b.Id, b.Manifest);

    private Task<GridException> PublishErrorAsync(string space) =>
        Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.PublishAsync(space, new PublishRequest()));
}
