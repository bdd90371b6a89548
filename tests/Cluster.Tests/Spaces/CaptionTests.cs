namespace UniBind.Grid.Cluster.Tests;

public sealed class CaptionTests(GridFixture fixture)
{
    private GridCluster Grid => fixture.Grid;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_CaptionsWithoutAClass_AreKeptByItemAndMakeNoClass()
    {
        var space = Knowledge.NewSpace();
        Description[] captions = [.. Enumerable.Range(0, 200).Select(i => Caption($"item {i}", $"what item {i} shows"))];
        var knowledge = await Grid.Client.Spaces.ImportAsync(space, [.. Knowledge.Of(["cup"], 2), .. captions], Token);
        Assert.Equal(["cup"], knowledge.Select(k => k.Class));
        var info = await Grid.Client.Spaces.GetAsync(space);
        Assert.Equal((1, true), (info.Classes.Length, info.Captions));

        await Grid.Client.Spaces.ImportAsync(space, [captions[0] with { State = DescriptionState.Rejected }, captions[1]], Token);
        var all = await ExportAsync(space);
        Assert.Equal(202, all.Count);
        var stored = all.Where(d => d.Class == "").ToDictionary(d => d.Item!);
        Assert.Equal(captions.Select(c => c.Item).Order(), stored.Keys.Order());
        Assert.Equal(DescriptionState.Rejected, stored["item 0"].State);
        Assert.Equal(2, (await Knowledge.BuildAsync(Grid.Client, space)).Rows);
    }

    [Fact]
    public async Task Import_CaptionsAlone_MakeASpaceWithoutClasses()
    {
        var space = Knowledge.NewSpace();
        Assert.Empty(await Grid.Client.Spaces.ImportAsync(space, [Caption("a", "what it shows")], Token));
        Assert.Contains(space, await Grid.Client.Spaces.ListAsync());
        Assert.Equal("a", Assert.Single(await ExportAsync(space)).Item);
        Assert.Contains("has no class", (await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.PublishAsync(space, new PublishRequest()))).Message);
    }

    [Fact]
    public async Task Import_WithoutAClass_IsForCaptionsOfItemsAlone()
    {
        var space = Knowledge.NewSpace();
        var error = await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.ImportAsync(space, [Caption("a", "x") with { Kind = DescriptionKind.Category }], Token));
        Assert.Contains("no name of a class", error.Message);
        error = await Assert.ThrowsAsync<GridException>(() => Grid.Client.Spaces.ImportAsync(space, [Caption("a", "x") with { Reviewer = new string('r', 600) }], Token));
        Assert.Contains("'reviewer' has 600 characters", error.Message);
    }

    private static Description Caption(string item, string text) =>
        new() { Class = "", Text = text, Kind = DescriptionKind.Sample, Item = item, State = DescriptionState.Approved };

    private async Task<List<Description>> ExportAsync(string space)
    {
        var all = new List<Description>();
        await foreach (var description in Grid.Client.Spaces.ExportAsync(space, cancellationToken: Token))
            all.Add(description);
        return all;
    }
}
