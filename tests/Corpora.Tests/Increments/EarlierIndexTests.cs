using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class EarlierIndexTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Find_ItemsWithRows_TellsTheirPlaces(int sink)
    {
        var earlier = await FinishedOutput.WriteAsync(_temp.File("out"), FinishedOutput.Sinks[sink]);
        var job = new JobFolder(_temp.File("next"));
        await EarlierIndex.BuildAsync(earlier, job, TestContext.Current.CancellationToken);
        await EarlierIndex.BuildAsync(earlier, job, TestContext.Current.CancellationToken);
        using var index = await EarlierIndex.OpenAsync(job, TestContext.Current.CancellationToken);

        Assert.Equal(27, index.Count);
        for (var i = 0; i < 31; i++)
        {
            var id = $"item{i:D2}";
            var found = new bool[1];
            var entries = new EarlierEntry[1];
            index.Find([IdHash.Of(id)], found, entries);
            Assert.Equal(i < 29 && !FinishedOutput.IsDead(id), found[0]);
            if (!found[0])
                continue;
            var place = ItemPlace.Unpack(entries[0].Place);
            var items = await ShardFile.ReadAsync(earlier.Shard(place.Shard), TestContext.Current.CancellationToken);
            Assert.Equal(id, items[place.Row].Item.Id);
        }
    }

    [Fact]
    public async Task BuildAsync_UnfinishedJob_IsRefused()
    {
        var earlier = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink(), finish: false);
        var error = await Assert.ThrowsAsync<CorpusException>(() => EarlierIndex.BuildAsync(earlier, new JobFolder(_temp.File("next")), TestContext.Current.CancellationToken));
        Assert.Contains("not finished", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_DamagedIndex_SaysSo()
    {
        var earlier = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink());
        var job = new JobFolder(_temp.File("next"));
        await EarlierIndex.BuildAsync(earlier, job, TestContext.Current.CancellationToken);
        var path = Assert.Single(Directory.GetFiles(job.Plan, "earlier-*"));
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<CorpusException>(() => EarlierIndex.OpenAsync(job, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void HasContentOf_HashUnknown_ComparesVersionAndSize()
    {
        var item = new PlannedItem(new CorpusItem { Id = "a", Uri = "a", Version = "v1", Bytes = 7 }, 0, Modality.Image, "Png", 1);
        var entry = new EarlierEntry(default, EarlierEntry.ContentOf(new string('a', 64), Modality.Image), EarlierEntry.VersionOf(item.Item, Modality.Image), 0);

        Assert.True(entry.HasContentOf(item));
        Assert.False(entry.HasContentOf(item with { Item = item.Item with { Bytes = 8 } }));
        Assert.False(entry.HasContentOf(item with { Item = item.Item with { Version = "v2" } }));
        Assert.False(entry.HasContentOf(item with { Modality = Modality.Thermal }));
        Assert.False(entry.HasContentOf(item with { Item = item.Item with { Sha256 = new string('b', 64) } }));
        Assert.True(entry.HasContentOf(item with { Item = item.Item with { Sha256 = new string('a', 64), Version = "v2" } }));
        Assert.False((entry with { Version = 0 }).HasContentOf(item with { Item = item.Item with { Version = "" } }));
    }
}
