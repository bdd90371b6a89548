using UniBind.Grid.Alignment;

namespace UniBind.Grid.Cluster.Tests;

public sealed class SpacePruneTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prune_OldVersions_LeavesWhatAliasesJobsAndGrainsName()
    {
        await using var scenario = await AlignScenario.StartAsync(encoders: 1);
        var spaces = scenario.Grid.Client.Spaces;
        var raw = await scenario.EmbedAsync("raw", Modality.Image);
        var versions = new List<SpaceVersionInfo>();
        foreach (var ridge in new[] { 1.0, 10, 100, 1000 })
        {
            var request = new AlignRequest { Sources = [raw], Method = AlignMethods.Ridge, Options = new AlignOptions { Lambdas = [ridge], Folds = 0, HoldOut = 0 } };
            await scenario.TrainAsync(Modality.Image, request);
            versions.Add(await spaces.PublishAsync(AlignScenario.Space, new PublishRequest { Parent = versions.Count, Stable = versions.Count == 0 }));
        }
        await scenario.EmbedInAsync("digits@2", "pinned", Modality.Image);
        Assert.Equal(4, versions.Select(v => ManifestOf(v).Heads["image"]).Distinct().Count());

        var wanted = new SpacePruneRequest { Keep = 1, OlderThan = TimeSpan.Zero };
        var before = scenario.Blobs.List().Count();
        var planned = await spaces.PruneAsync(AlignScenario.Space, wanted with { DryRun = true });
        Assert.Equal(before, scenario.Blobs.List().Count());
        var kept = await spaces.PruneAsync(AlignScenario.Space, wanted with { OlderThan = TimeSpan.FromDays(1) });
        Assert.Equal((0, before), (kept.Files, scenario.Blobs.List().Count()));

        // The lists are pruned now, and their files, being young, are not.
        Assert.Equal([3], kept.Versions);
        Assert.Equal([2], kept.Pinned);
        Assert.Equal((planned.Versions[0], planned.Heads, planned.Centers), (3, kept.Heads, kept.Centers));
        Assert.Equal(3, kept.Heads);
        var swept = await spaces.PruneAsync(AlignScenario.Space, wanted);
        Assert.Empty(swept.Versions);
        Assert.Equal((planned.Files, planned.Bytes), (swept.Files, swept.Bytes));
        Assert.False(File.Exists(scenario.Blobs.PathOf(versions[2].Manifest)));

        foreach (var version in versions.Where(v => v.Version != 3))
            using (var space = Space.Open(scenario.Blobs, (await spaces.ResolveAsync(version.Id)).Manifest))
                Assert.Equal(10, space.Centers!.Classes.Count);
        var error = await Assert.ThrowsAsync<GridException>(() => spaces.ResolveAsync("digits@3"));
        Assert.Contains("it has 1, 2, 4", error.Message);

        // Everything in use goes on: the head, the centers, sums that are made again.
        await scenario.TrainAsync(Modality.Image, new AlignRequest { Sources = [raw], Method = AlignMethods.Ridge });
        var five = await spaces.PublishAsync(AlignScenario.Space, new PublishRequest { Parent = 4 });
        Assert.Equal(5, five.Version);
        await scenario.EmbedInAsync("digits@2", "again", Modality.Image);

        SpaceManifest ManifestOf(SpaceVersionInfo version) => SpaceStore.ReadManifest(scenario.Blobs, version.Manifest);
    }

    [Fact]
    public async Task Prune_ADamagedManifest_RemovesNothing()
    {
        await using var scenario = await AlignScenario.StartAsync(encoders: 1, classes: 2);
        var spaces = scenario.Grid.Client.Spaces;
        var version = await spaces.PublishAsync(AlignScenario.Space, new PublishRequest());
        await spaces.DraftAsync(AlignScenario.Space, new PublishRequest { Score = "mean" });
        await File.AppendAllTextAsync(scenario.Blobs.PathOf(version.Manifest), " ", Token);
        var before = scenario.Blobs.List().Count();
        var error = await Assert.ThrowsAsync<GridException>(() => spaces.PruneAsync(AlignScenario.Space, new SpacePruneRequest { OlderThan = TimeSpan.Zero }));
        Assert.Contains("is damaged", error.Message);
        Assert.Equal(before, scenario.Blobs.List().Count());
    }
}
