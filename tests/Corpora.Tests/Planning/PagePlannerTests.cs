using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class PagePlannerTests : IDisposable
{
    private static readonly PlanOptions Tens = new() { ItemsByModality = Modalities.All.ToDictionary(m => m, _ => 10), Parallelism = 2 };
    private readonly TempFolder _temp = new();
    private readonly JobFolder _folder;

    public PagePlannerTests() => _folder = new JobFolder(_temp.File("out"));

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task PlanAsync_Page_CutsShardsOfOneModalityAndLikeCost()
    {
        var source = await FreezeAsync(new GeneratedSource(1_000));

        var plan = await PlanAsync(source, GeneratedSource.Probe, Tens);

        Assert.Equal(1_000, plan.Shards.Sum(s => s.Items));
        Assert.Equal([Modality.Image, Modality.Audio], plan.Shards.Select(s => s.Modality).Distinct());
        Assert.Equal("00000-0000", plan.Shards[0].Id);
        var last = (Modality: Modality.Text, Cost: 0.0);
        foreach (var shard in plan.Shards)
        {
            var items = await ShardFile.ReadAsync(_folder.Shard(shard.Id), TestContext.Current.CancellationToken);
            Assert.Equal((shard.Items, shard.Bytes, shard.Cost), (items.Count, items.Sum(i => i.Item.Bytes), items.Sum(i => i.Cost)));
            Assert.InRange(items.Count, 1, 10);
            Assert.All(items, i => Assert.Equal(shard.Modality, i.Modality));
            Assert.Equal(items.OrderBy(i => i.Cost).ThenBy(i => i.Ordinal).Select(i => i.Ordinal), items.Select(i => i.Ordinal));
            Assert.True(last.Modality != shard.Modality || last.Cost <= items[0].Cost);
            last = (shard.Modality, items[^1].Cost);
        }
    }

    [Fact]
    public async Task PlanAsync_WideRangeOfCosts_SplitsWhereTheCostDoubles()
    {
        var source = await FreezeAsync(new GeneratedSource(20));
        var options = Tens;

        // Five cheap items, and fifteen that cost a hundred times as much.
        var plan = await PlanAsync(source, (item, _) => new(Modality.Image, "Png", Ordinal(item) < 5 ? 1 : 100), options);

        Assert.Equal([5, 10, 5], plan.Shards.Select(s => s.Items));
    }

    [Fact]
    public async Task PlanAsync_Again_GivesIdenticalBytes()
    {
        var source = await FreezeAsync(new GeneratedSource(3_000));
        await PlanAsync(source, GeneratedSource.Probe, Tens);
        var first = Snapshot();

        Directory.Delete(_folder.PlannedPage(0), true);
        await PlanAsync(source, GeneratedSource.Probe, Tens with { Parallelism = 7 });

        Assert.Equal(first, Snapshot());
    }

    [Fact]
    public async Task PlanAsync_PlannedPage_IsNotProbedAgain()
    {
        var source = await FreezeAsync(new GeneratedSource(100));
        var plan = await PlanAsync(source, GeneratedSource.Probe, Tens);

        var again = await PlanAsync(source, (_, _) => throw new InvalidOperationException("probed again"), Tens);

        Assert.Equal(plan.Shards, again.Shards);
    }

    [Fact]
    public async Task PlanAsync_ManyPlannersOfOnePage_AgreeOnOnePlan()
    {
        var source = await FreezeAsync(new GeneratedSource(500));

        var plans = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PlanAsync(source, GeneratedSource.Probe, Tens))));

        Assert.All(plans, p => Assert.Equal(plans[0].Shards, p.Shards));
        Assert.Equal([_folder.PlannedPage(0)], Directory.GetDirectories(_folder.Plan));
        Assert.Equal(3, Directory.GetFiles(_folder.PlannedPage(0)).Length);
        Assert.Empty(Directory.GetFiles(_folder.Attempts));
    }

    [Fact]
    public async Task PlanAsync_FailingProbes_AreDeadLettersInOrder()
    {
        var source = await FreezeAsync(new GeneratedSource(50));

        var plan = await PlanAsync(source, (item, content) => Ordinal(item) switch
        {
            7 => throw new ItemException(ItemStage.Decode, ItemErrorCodes.Corrupt, "bad header"),
            3 => throw new IOException("disk error"),
            11 => throw new IndexOutOfRangeException("a bug"),
            13 => new(Modality.Image, "Png", double.NaN),
            _ => GeneratedSource.Probe(item, content),
        }, Tens);

        Assert.Equal([3, 7, 11, 13], plan.DeadLetters.Select(d => Ordinal(d.Id)));
        Assert.Equal([ItemStage.Read, ItemStage.Decode, ItemStage.Plan, ItemStage.Plan], plan.DeadLetters.Select(d => d.Stage));
        Assert.Equal(46, plan.Shards.Sum(s => s.Items));
    }

    [Fact]
    public async Task PlanAsync_ModalityFilter_CountsWhatItLeavesOut()
    {
        var declared = Enumerable.Range(0, 10).Select(i => ListedItem.Of(new CorpusItem { Id = $"{i}", Uri = $"{i}", Modality = i < 4 ? Modality.Video : null }));
        var source = await FreezeAsync(new FixedSource([.. declared]));
        var probed = 0;

        var plan = await PlanAsync(source, (_, _) =>
        {
            var n = Interlocked.Increment(ref probed);
            return new(n <= 2 ? Modality.Audio : Modality.Image, "x", 1);
        }, Tens with { Modalities = new HashSet<Modality> { Modality.Image }, Parallelism = 1 });

        Assert.Equal(6, probed);
        Assert.Equal(6, plan.Filtered[PagePlan.FilteredByModality]);
        Assert.Equal(4, plan.Shards.Sum(s => s.Items));
    }

    [Fact]
    public async Task PlanAsync_ContentChangedSinceListing_IsDeadLetter()
    {
        _temp.Write("corpus/a.txt", "a");
        _temp.Write("corpus/b.txt", "b");
        var source = await FreezeAsync(CorpusSources.Open(_temp.File("corpus")));
        _temp.Write("corpus/a.txt", "changed");

        var plan = await PlanAsync(source, (_, _) => new(Modality.Text, "Text", 1), Tens);

        Assert.Equal(("a.txt", ItemStage.Read, ItemErrorCodes.Changed), (plan.DeadLetters[0].Id, plan.DeadLetters[0].Stage, plan.DeadLetters[0].Code));
        Assert.Equal(1, Assert.Single(plan.Shards).Items);
    }

    [Fact]
    public async Task PlanAsync_NotFrozen_SaysSo()
    {
        await Assert.ThrowsAsync<CorpusException>(() => PlanAsync(new GeneratedSource(1), GeneratedSource.Probe, Tens));
        await Assert.ThrowsAsync<CorpusException>(() => ShardFile.ReadAsync(_folder.Shard("00000-0000"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ReadAsync_DamagedShard_SaysSo()
    {
        var source = await FreezeAsync(new GeneratedSource(50));
        await PlanAsync(source, GeneratedSource.Probe, Tens);
        var path = _folder.Shard("00000-0001");
        var file = Directory.GetFiles(_folder.PlannedPage(0), "*.jsonl").Single();
        var valid = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var damaged = (byte[])valid.Clone();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            await File.WriteAllBytesAsync(file, damaged, TestContext.Current.CancellationToken);
            try
            {
                await ShardFile.ReadAsync(path, TestContext.Current.CancellationToken);
            }
            catch (CorpusException)
            {
                // One sentence that names the file.
            }
        }
    }

    [Fact]
    public async Task ReadAsync_ShardBeyondThePlan_SaysSo()
    {
        var source = await FreezeAsync(new GeneratedSource(50));
        await PlanAsync(source, GeneratedSource.Probe, Tens);

        await Assert.ThrowsAsync<CorpusException>(() => ShardFile.ReadAsync(_folder.Shard("00000-0099"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("0-0")]
    [InlineData("00000-0000/../x")]
    [InlineData("")]
    public void Shard_ForgedId_IsRefused(string id) => Assert.Throws<ArgumentException>(() => _folder.Shard(id));

    private static int Ordinal(CorpusItem item) => Ordinal(item.Id);

    private static int Ordinal(string id) => int.Parse(id[^13..^4], System.Globalization.CultureInfo.InvariantCulture);

    private Task<PagePlan> PlanAsync(ICorpusSource source, Func<CorpusItem, MediaContent, ProbedItem> probe, PlanOptions options) =>
        PagePlanner.PlanAsync(_folder, 0, source, probe, options, TestContext.Current.CancellationToken);

    private async Task<ICorpusSource> FreezeAsync(ICorpusSource source)
    {
        await foreach (var _ in ListingWriter.WriteAsync(source, _folder, new ListingOptions(), TestContext.Current.CancellationToken))
        {
        }
        return source;
    }

    private Dictionary<string, string> Snapshot() =>
        Directory.GetFiles(_folder.PlannedPage(0)).ToDictionary(f => Path.GetFileName(f), f => Convert.ToHexString(File.ReadAllBytes(f)));
}
