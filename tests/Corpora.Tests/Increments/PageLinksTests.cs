using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class PageLinksTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Plan_ByManyPlannersInAnyOrder_GivesTheSameBytesAsOneAfterTheOther()
    {
        var source = new ContentSource([.. Enumerable.Range(0, 100).Select(i => new ContentItem($"item{i}", $"a{i % 37}"))]);
        var plans = new List<Dictionary<string, string>>();
        for (var seed = 0; seed < 3; seed++)
        {
            var folder = Folder($"out{seed}");
            await new ContentJob(_temp.Path, seed).PlanAsync(folder, source);
            plans.Add(Directory.GetFiles(folder.Plan, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder.Plan, f), f => Convert.ToHexString(File.ReadAllBytes(f))));
        }
        Assert.Contains(plans[0].Keys, k => k.StartsWith("keys-00004", StringComparison.Ordinal));
        Assert.Equal(plans[0], plans[1]);
        Assert.Equal(plans[0], plans[2]);
    }

    [Fact]
    public async Task Plan_RepeatedContents_LowestOrdinalIsEncodedAndTheOthersNameItsPlace()
    {
        var folder = Folder("out");
        var source = new ContentSource([.. Enumerable.Range(0, 20).Select(i => new ContentItem($"item{i:D2}", $"a{i % 5}"))]);
        var plans = await new ContentJob(_temp.Path, 1).PlanAsync(folder, source);

        var items = new Dictionary<string, (ShardKind Kind, ItemPlace? From, ItemPlace Place)>();
        foreach (var shard in plans.SelectMany(p => p.Shards))
        {
            var (page, number) = ShardId.Parse(shard.Id);
            var read = await ShardFile.ReadAsync(folder.Shard(shard.Id), TestContext.Current.CancellationToken);
            for (var row = 0; row < read.Count; row++)
                items[read[row].Item.Id] = (shard.Kind, read[row].From, new ItemPlace(page, number, row));
        }
        for (var i = 0; i < 20; i++)
        {
            var (kind, from, _) = items[$"item{i:D2}"];
            Assert.Equal(i < 5 ? ShardKind.Encode : ShardKind.Copy, kind);
            Assert.Equal(i < 5 ? null : items[$"item{i % 5:D2}"].Place, from);
        }
    }

    [Fact]
    public async Task Plan_PlannerThatBeginsInTheMiddle_KnowsWhatCameBefore()
    {
        var folder = Folder("out");
        var source = new ContentSource([.. Enumerable.Range(0, 3 * ContentJob.PageRows).Select(i => new ContentItem($"item{i}", $"a{i % ContentJob.PageRows}"))]);
        await FreezeAsync(folder, source);
        for (var page = 0; page < 3; page++)
        {
            // Each planner dies after its page.
            using var links = new PageLinks(folder, PlanScratch.Of(folder));
            var plan = await PlanAsync(folder, source, page, links);
            Assert.Equal(page == 0 ? ShardKind.Encode : ShardKind.Copy, Assert.Single(plan.Shards).Kind);
        }
    }

    [Fact]
    public async Task Plan_LaterPageFirst_WaitsForTheOneBefore()
    {
        var folder = Folder("out");
        var source = new ContentSource([.. Enumerable.Range(0, 2 * ContentJob.PageRows).Select(i => new ContentItem($"item{i}", "a"))]);
        await FreezeAsync(folder, source);
        using var links = new PageLinks(folder, PlanScratch.Of(folder));
        var later = PlanAsync(folder, source, 1, links);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(later.IsCompleted);
        await PlanAsync(folder, source, 0, links);
        Assert.Equal(ShardKind.Copy, Assert.Single((await later).Shards).Kind);
    }

    [Fact]
    public async Task Plan_EmptyContents_AreNotCopiesOfEachOther()
    {
        var folder = Folder("out");
        var source = new ContentSource([new("a", ""), new("b", "")]);
        var plan = Assert.Single(await new ContentJob(_temp.Path, 1).PlanAsync(folder, source));
        Assert.Equal((ShardKind.Encode, 2), (plan.Shards[0].Kind, plan.Shards[0].Items));
        Assert.Null(plan.Keys);
    }

    [Fact]
    public async Task Plan_HashGivenByTheSource_IsTakenAsItIs()
    {
        var folder = Folder("out");
        var given = new string('a', 64);
        var source = new ContentSource([new("a", "a1"), new("b", "a2")]) { Sha256 = _ => given };
        var plan = Assert.Single(await new ContentJob(_temp.Path, 1).PlanAsync(folder, source));
        Assert.Equal([ShardKind.Encode, ShardKind.Copy], plan.Shards.Select(s => s.Kind));
        var item = (await ShardFile.ReadAsync(folder.Shard(plan.Shards[0].Id), TestContext.Current.CancellationToken))[0];
        Assert.Equal(given, item.Item.Sha256);
    }

    [Fact]
    public async Task Plan_DamagedKeys_SaysSo()
    {
        var folder = Folder("out");
        var source = new ContentSource([.. Enumerable.Range(0, 2 * ContentJob.PageRows).Select(i => new ContentItem($"item{i}", $"a{i}"))]);
        await FreezeAsync(folder, source);
        using (var links = new PageLinks(folder, PlanScratch.Of(folder)))
            await PlanAsync(folder, source, 0, links);
        var keys = Assert.Single(Directory.GetFiles(folder.Plan, "keys-*"));
        var bytes = await File.ReadAllBytesAsync(keys, TestContext.Current.CancellationToken);
        bytes[20] ^= 4;
        await File.WriteAllBytesAsync(keys, bytes, TestContext.Current.CancellationToken);

        using var next = new PageLinks(folder, PlanScratch.Of(folder));
        var error = await Assert.ThrowsAsync<CorpusException>(() => PlanAsync(folder, source, 1, next));
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    private JobFolder Folder(string name)
    {
        var folder = new JobFolder(Path.Combine(_temp.Path, name));
        folder.Create();
        return folder;
    }

    private static async Task FreezeAsync(JobFolder folder, ICorpusSource source)
    {
        await foreach (var _ in ListingWriter.WriteAsync(source, folder, new ListingOptions { PageRows = ContentJob.PageRows }, TestContext.Current.CancellationToken))
        {
        }
    }

    private static Task<PagePlan> PlanAsync(JobFolder folder, ICorpusSource source, int page, PageLinks links) =>
        PagePlanner.PlanAsync(folder, page, source, ContentSource.Probe, new PlanOptions(), TestContext.Current.CancellationToken, links);
}
