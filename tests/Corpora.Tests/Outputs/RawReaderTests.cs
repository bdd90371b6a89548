using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class RawReaderTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task ReadAsync_RawPartsAndIdentityHeads_GivesEveryRowItsRawEmbedding(int sink)
    {
        var folder = await FinishedOutput.WriteAsync(_temp.File("out"), FinishedOutput.Sinks[sink]);

        var shards = await ReadAsync(folder.Root);

        AssertRaw(shards);
        Assert.Equal(["item07", "item28"], shards.SelectMany(s => s.Account.DeadLetters).Select(d => d.Id).Order());
        Assert.All(shards.SelectMany(s => s.Rows), r => Assert.Empty(r.Embedding));
        Assert.Single(shards[0].Rows.Select(r => r.ContentSha256).Distinct());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task ReadAsync_RealignedOutput_FollowsTheFoldersBack(int sink, bool identityLost)
    {
        var source = await FinishedOutput.WriteAsync(_temp.File("out"), FinishedOutput.Sinks[sink]);
        var middle = await RealignAsync(source, _temp.File("middle"), FinishedOutput.Sinks[sink], identityLost);
        var last = await RealignAsync(middle, _temp.File("last"), FinishedOutput.Sinks[sink], identityLost);

        AssertRaw(await ReadAsync(last.Root));
    }

    [Fact]
    public async Task ReadAsync_SourceOfRealignedOutputGone_NamesIt()
    {
        var source = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink());
        var target = await RealignAsync(source, _temp.File("target"), new ParquetPartSink(), identityLost: false);
        Directory.Delete(source.Root, recursive: true);

        var error = await Assert.ThrowsAsync<CorpusException>(() => ReadAsync(target.Root));

        Assert.Contains(source.Root, error.Message, StringComparison.Ordinal);
        Assert.Contains("is gone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_JobWithoutRaw_SaysSo()
    {
        var folder = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink(), raw: false);

        var error = await Assert.ThrowsAsync<CorpusException>(() => ReadAsync(folder.Root));

        Assert.Contains("holds no raw embeddings", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_FolderRealignedFromItself_IsRefused()
    {
        var path = _temp.File("out");
        await new JobFiles(new JobFolder(path)).ClaimAsync("a", JsonSerializer.Serialize(new { RealignFrom = path }), TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<CorpusException>(() => RawReader.OpenAsync(path, TestContext.Current.CancellationToken));

        Assert.Contains("from itself", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_NoOutputFolder_SaysSo()
    {
        var error = await Assert.ThrowsAsync<CorpusException>(() => RawReader.OpenAsync(_temp.Path, TestContext.Current.CancellationToken));

        Assert.Contains("is no output folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadShardAsync_TruncatedRawPart_SaysWhichFile()
    {
        var folder = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink());
        var path = Directory.GetFiles(folder.Raw)[0];
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken))[..^40], TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<CorpusException>(() => ReadAsync(folder.Root));

        Assert.Contains(Path.GetFileName(path), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FinishedJob_OfAnUnfinishedFolder_IsRefusedWithTheWayOut()
    {
        var folder = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink(), finish: false);

        var error = await Assert.ThrowsAsync<CorpusException>(() => FinishedJob.ReadAsync(folder, TestContext.Current.CancellationToken));
        Assert.Contains("unibind jobs resume job-1", error.Message, StringComparison.Ordinal);

        await FinishedOutput.FinishAsync(folder, new ParquetPartSink());
        var finished = await FinishedJob.ReadAsync(folder, TestContext.Current.CancellationToken);
        Assert.Equal(("job-1", Rows.Space, "0123", 27L, 3L), (finished.Job, finished.Space, finished.Pack, finished.Ledger.Embedded, finished.Ledger.DeadLettered));
    }

    /// <summary>An output as a realign writes it: no raw parts, its embeddings of another space.</summary>
    private static async Task<JobFolder> RealignAsync(JobFolder source, string path, IPartSink sink, bool identityLost)
    {
        var ct = TestContext.Current.CancellationToken;
        var target = new JobFolder(path);
        await new JobFiles(target).ClaimAsync("realign-" + Path.GetFileName(path), JsonSerializer.Serialize(new { RealignFrom = source.Root }), ct);
        var reader = await RawReader.OpenAsync(source.Root, ct);
        foreach (var shard in await reader.ShardsAsync(TestContext.Current.CancellationToken))
        {
            var read = await reader.ReadShardAsync(shard, ct);
            OutputRow[] rows =
            [
                .. read.Rows.Select((r, i) => r with
                {
                    Head = identityLost ? "other" : r.Head,
                    Embedding = identityLost || r.Head != RawReader.IdentityHead ? [0, 1] : read.RawOf(i).ToArray(),
                    Origin = RowOrigin.Carried,
                }),
            ];
            await sink.CommitAsync(target, shard, 1, 1, rows, read.Account.DeadLetters, ct);
        }
        return target;
    }

    private static void AssertRaw(List<RawShard> shards)
    {
        Assert.Equal(27, shards.Sum(s => s.Rows.Count));
        foreach (var shard in shards)
            for (var i = 0; i < shard.Rows.Count; i++)
                Assert.Equal(FinishedOutput.RawOf(shard.Rows[i].Id), shard.RawOf(i).ToArray());
    }

    private static async Task<List<RawShard>> ReadAsync(string folder)
    {
        var reader = await RawReader.OpenAsync(folder, TestContext.Current.CancellationToken);
        var shards = new List<RawShard>();
        await foreach (var shard in reader.ReadAsync(TestContext.Current.CancellationToken))
            shards.Add(shard);
        return shards;
    }
}
