using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class EarlierRetriesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task ListAsync_ItemMendedByARetry_IsCarriedOnce()
    {
        var earlier = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink());
        await RetryAsync(earlier, "item07", run: true);
        await RetryAsync(earlier, "item28", run: false);

        var ids = new List<string>();
        await foreach (var shard in EarlierItems.ListAsync(earlier, Token))
            ids.AddRange(shard.Select(i => i.Id));
        Assert.Equal(28, ids.Count);
        Assert.Single(ids, "item07");
        Assert.DoesNotContain("item28", ids);

        var job = new JobFolder(_temp.File("next"));
        await EarlierIndex.BuildAsync(earlier, job, Token);
        using var index = await EarlierIndex.OpenAsync(job, Token);
        var found = new bool[1];
        var entries = new EarlierEntry[1];
        index.Find([IdHash.Of("item07")], found, entries);
        Assert.True(found[0]);
        var place = ItemPlace.Unpack(entries[0].Place);
        Assert.Equal("item07", (await ShardFile.ReadAsync(earlier.Shard(place.Shard), Token))[place.Row].Item.Id);
        Assert.Equal(28, index.Count);
    }

    /// <summary>Prepares a retry page of one item; with <paramref name="run"/> plans it, embeds it and finishes the job again.</summary>
    private static async Task RetryAsync(JobFolder folder, string id, bool run)
    {
        var source = new FixedSource([ListedItem.Of(new CorpusItem { Id = id, Uri = "mended" })]);
        Assert.Equal(1, await RetryPages.PrepareAsync(folder, source, null, Token));
        if (!run)
            return;
        var sink = new ParquetPartSink();
        var listing = await ListingSummary.ReadAsync(folder, Token);
        var page = (await RetryPages.ReadAsync(folder, listing!, Token))[^1].Index;
        var plan = await PagePlanner.PlanAsync(folder, page, source, (_, _) => new(Modality.Audio, "x", 1), new PlanOptions(), Token);
        File.Delete(folder.Success);
        var row = Rows.Make(1)[0] with { Id = id, Modality = Modality.Audio, Head = RawReader.IdentityHead, Embedding = FinishedOutput.RawOf(id) };
        await sink.CommitAsync(folder, Assert.Single(plan.Shards).Id, 1, 1, [row], [], Token);
        var ledger = await FinishedOutput.FinishAsync(folder, sink);
        Assert.Equal(28, ledger.Modalities.Values.Sum(m => m.Embedded));
    }
}
