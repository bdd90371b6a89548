using UniBind.Grid.Client;
using UniBind.Grid.Encoding;
using UniBind.Grid.Silo;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class SpacePersistenceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restart_GridWithASpace_FindsKnowledgeCentersVersionsAndAliases()
    {
        using var folder = new TempFolder();
        var home = Path.Combine(folder.Path, "home");
        SpaceInfo before;
        IReadOnlyList<CenterVersion> centers;
        using (var data = DataDirectory.TryOwn(home)!)
        {
            await using var grid = await StartAsync(data);
            var client = new GridClient(grid.Client);
            await client.Spaces.ImportAsync("things", Knowledge.Of(["cup", "lamp"]), Token);
            await Knowledge.BuildAsync(client, "things");
            await client.Spaces.PublishAsync("things", new PublishRequest { Stable = true });
            await Knowledge.BuildAsync(client, "things", rows: 2);
            await client.Spaces.PublishAsync("things", new PublishRequest { Parent = 1 });
            await client.Spaces.RollbackCenterAsync("things", "lamp", 1);
            before = await client.Spaces.GetAsync("things");
            centers = await client.Spaces.ListCentersAsync("things", Token);
        }
        using (var data = DataDirectory.TryOwn(home)!)
        {
            await using var grid = await StartAsync(data);
            var client = new GridClient(grid.Client);
            Assert.Equal(["things"], await client.Spaces.ListAsync());
            Assert.Equivalent(before, await client.Spaces.GetAsync("things"), strict: true);
            Assert.Equivalent(centers, await client.Spaces.ListCentersAsync("things", Token), strict: true);
            Assert.Equal([2, 1], centers.Select(c => c.Version));
            var descriptions = 0;
            await foreach (var _ in client.Spaces.ExportAsync("things", null, Token))
                descriptions++;
            Assert.Equal(8, descriptions);
            Assert.Equal(3, (await client.Spaces.GetCenterAsync("things", "lamp")).Rows.Count);
            var again = await Knowledge.BuildAsync(client, "things", rows: 2);
            Assert.Equal((1, 1), (again.Built, again.Unchanged));
            Assert.Equal(3, (await client.Spaces.PublishAsync("things", new PublishRequest { Parent = 2 })).Version);
        }
    }

    private static Task<EmbeddedGrid> StartAsync(DataDirectory data) =>
        EmbeddedGrid.StartAsync(new EmbeddedGridOptions { Data = data, Encoder = o => o.Packs.Add(ClassicPack.Folder) }, Token);
}
