using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cluster.Tests;

public sealed class SpaceLossTests
{
    private static readonly string[] Classes = [.. Enumerable.Range(0, 1_500).Select(i => $"class {i}")];

    [Fact]
    public async Task Build_EncoderSiloKilled_EndsWithEveryCenterOnTheOther()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 2);
        var space = Knowledge.NewSpace();
        await grid.Client.Spaces.ImportAsync(space, Knowledge.Of(Classes, 2), TestContext.Current.CancellationToken);
        var killed = false;
        CenterBuildProgress? last = null;
        await foreach (var progress in grid.Client.Spaces.BuildCentersAsync(space, new CenterBuildRequest { Pack = "classic", Rows = 2 }, TestContext.Current.CancellationToken))
        {
            last = progress;
            if (killed || progress.Built == 0)
                continue;
            killed = true;
            Assert.True(progress.Built < Classes.Length);
            await grid.KillAsync(grid.Silos[2]);
        }
        Assert.Equal((Classes.Length, 2L * Classes.Length), (last!.Built, last.Rows));
        Assert.Equal(Classes.Length, (await grid.Client.Spaces.ListCentersAsync(space, TestContext.Current.CancellationToken)).Count);
        Assert.Equal(1, (await grid.Client.Spaces.PublishAsync(space, new PublishRequest())).Version);
    }

    [Fact]
    public async Task Build_LastEncoderSiloLost_FailsWithASentenceAndGoesOnLater()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 1, patience: TimeSpan.FromSeconds(2));
        var space = Knowledge.NewSpace();
        await grid.Client.Spaces.ImportAsync(space, Knowledge.Of(Classes, 2), TestContext.Current.CancellationToken);
        var built = 0;
        var error = await Assert.ThrowsAsync<GridException>(async () =>
        {
            await foreach (var progress in grid.Client.Spaces.BuildCentersAsync(space, new CenterBuildRequest { Pack = "classic", Rows = 2 }, TestContext.Current.CancellationToken))
            {
                if (built == 0 && progress.Built > 0)
                    await grid.KillAsync(grid.Silos[1]);
                built = progress.Built;
            }
        });
        Assert.Contains("No encoder silo with the pack 'classic'", error.Message);
        Assert.Contains("no center; build", (await Assert.ThrowsAsync<GridException>(() => grid.Client.Spaces.PublishAsync(space, new PublishRequest()))).Message);

        await grid.AddEncoderAsync();
        var again = await Knowledge.BuildAsync(grid.Client, space, rows: 2);
        Assert.True(again.Unchanged >= built && built > 0, $"{built} were built and {again.Unchanged} kept");
        Assert.Equal(Classes.Length, again.Built + again.Unchanged);
    }

    [Fact]
    public async Task Publish_CoordinatorKilled_IsPublishedWholeOrNotAtAllAndCanBeRepeated()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 1, coordinators: 2);
        var space = Knowledge.NewSpace();
        await grid.Client.Spaces.ImportAsync(space, Knowledge.Of(Classes, 1), TestContext.Current.CancellationToken);
        await Knowledge.BuildAsync(grid.Client, space);
        var management = grid.Grains.GetGrain<IManagementGrain>(0);
        var home = await management.GetActivationAddress(grid.Grains.GetGrain<ISpaceGrain>(space), TestContext.Current.CancellationToken);
        var publishing = grid.Client.Spaces.PublishAsync(space, new PublishRequest());
        await Task.Delay(20, TestContext.Current.CancellationToken);
        await grid.KillAsync(home!);
        await Task.WhenAny(publishing, Task.Delay(5_000, TestContext.Current.CancellationToken));

        var info = await Eventually(() => grid.Client.Spaces.GetAsync(space));
        Assert.Equal(Classes.Length, info.Classes.Length);
        var newest = info.Versions.Select(v => v.Version).FirstOrDefault();
        Assert.InRange(newest, 0, 1);
        var next = await Eventually(() => grid.Client.Spaces.PublishAsync(space, new PublishRequest { Parent = newest }));
        Assert.Equal(newest + 1, next.Version);
        foreach (var version in (await grid.Client.Spaces.GetAsync(space)).Versions)
        {
            using var opened = Alignment.Space.Open(new BlobStore(Path.Combine(grid.SpacesFolder, "blobs")), version.Manifest);
            Assert.Equal(Classes, opened.Centers!.Classes);
        }
    }

    /// <summary>What a grid that has just lost a silo answers is not its last word.</summary>
    private static async Task<T> Eventually<T>(Func<Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (attempt < 20 && e is not GridException)
            {
                await Task.Delay(500, TestContext.Current.CancellationToken);
            }
        }
    }
}
