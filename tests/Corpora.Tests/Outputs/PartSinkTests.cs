using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

/// <summary>What holds for every sink.</summary>
public sealed class PartSinkTests : IDisposable
{
    private const string Shard = "00000-0000";
    private readonly TempFolder _temp = new();
    private readonly JobFolder _folder;

    public PartSinkTests() => _folder = new JobFolder(_temp.File("out"));

    public static TheoryData<string> Sinks => ["parquet", "parquet-zstd", "parquet-none", "npy"];

    public void Dispose() => _temp.Dispose();

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task CommitAsync_Rows_ReadBackAsTheyWere(string name)
    {
        var sink = Sink(name);
        var rows = Rows.Make(1_000);
        var dead = Rows.Dead(3);

        var account = await CommitAsync(sink, rows, dead);

        Assert.Equal((1_000, 1_003, 1_000, 8, Rows.Space), (account.Rows, account.Items, account.Embedded, account.Dimension, account.Space));
        Rows.AssertEqual(rows, await ReadAsync());
        var again = await sink.ReadAccountAsync(_folder, Shard, TestContext.Current.CancellationToken);
        AssertSame(account, again!);
        Assert.Equal(dead, again!.DeadLetters);
        Assert.Empty(Directory.GetFiles(_folder.Attempts));
    }

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task CommitAsync_AllItemsDied_IsAPartWithoutRows(string name)
    {
        var account = await CommitAsync(Sink(name), [], Rows.Dead(5));

        Assert.Equal((0, 5), (account.Rows, account.Items));
        Assert.Empty(await ReadAsync());
        AssertSame(account, (await Sink(name).ReadAccountAsync(_folder, Shard, TestContext.Current.CancellationToken))!);
    }

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task CommitAsync_Origins_AreCounted(string name)
    {
        var origins = new[] { RowOrigin.Embedded, RowOrigin.Reused, RowOrigin.Reused, RowOrigin.Carried, RowOrigin.Duplicate, RowOrigin.Embedded };
        var rows = Rows.Make(6).Select((r, i) => r with { Origin = origins[i] }).ToList();

        var account = await CommitAsync(Sink(name), rows, []);

        Assert.Equal((2, 2, 1, 1), (account.Embedded, account.Reused, account.Carried, account.Duplicate));
    }

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task CommitAsync_SecondAttempt_TakesTheFirstOver(string name)
    {
        var first = await CommitAsync(Sink(name), Rows.Make(10, seed: 1), [], attempt: 1);
        var second = await CommitAsync(Sink(name), Rows.Make(10, seed: 2), Rows.Dead(1), attempt: 2);

        AssertSame(first, second);
        Rows.AssertEqual(Rows.Make(10, seed: 1), await ReadAsync());
        Assert.Empty(Directory.GetFiles(_folder.Attempts));
    }

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task CommitAsync_ManyAtOnce_LeaveOnePartAndOneAccount(string name)
    {
        for (var round = 0; round < 5; round++)
        {
            var shard = ShardId.Of(1, round);
            using var start = new Barrier(6);
            var accounts = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Factory.StartNew(() =>
            {
                start.SignalAndWait();

                // Attempts with the same number and epoch as well: a lease may have been handed out twice.
                return Sink(name).CommitAsync(_folder, shard, i / 2, 7, Rows.Make(50, seed: i), [], CancellationToken.None);
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

            Assert.All(accounts, a => AssertSame(accounts[0], a));
            Assert.Single(await PartFiles.ShardsAsync(_folder.Store, Sink(name).Extension, CancellationToken.None), s => s == shard);
        }
        Assert.Empty(Directory.GetFiles(_folder.Attempts));
        Assert.Equal(name == "npy" ? 15 : 5, Directory.GetFiles(_folder.Root, "part-*").Length);
        Assert.Equal(250, (await ReadAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task Commit_WhileAReaderGlobs_ShowsCompletePartsOnly(string name)
    {
        using var done = new CancellationTokenSource();
        var token = TestContext.Current.CancellationToken;
        var reader = Task.Run(async () =>
        {
            var seen = 0;
            do
            {
                if (!Directory.Exists(_folder.Root))
                    continue;
                await foreach (var rows in PartReader.ReadPartsAsync(_folder.Root, token))
                {
                    Assert.Equal(40, rows.Count);
                    seen++;
                }
            }
            while (!done.IsCancellationRequested);
            return seen;
        }, token);

        for (var i = 0; i < 12; i++)
            await Sink(name).CommitAsync(_folder, ShardId.Of(0, i), 0, 1, Rows.Make(40, dimension: 64), [], token);
        await done.CancelAsync();

        Assert.True(await reader > 0);
    }

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task CommitAsync_MixedSpacesOrDimensions_IsRefused(string name)
    {
        var rows = Rows.Make(2);

        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Sink(name), [rows[0], rows[1] with { Space = "digits@4" }], []));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(Sink(name), [rows[0], rows[1] with { Embedding = [1] }], []));
        Assert.False(Directory.Exists(_folder.Root) && Directory.GetFiles(_folder.Root, "part-*").Length > 0);
    }

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task ReadAccountAsync_NoPart_IsNull(string name) =>
        Assert.Null(await Sink(name).ReadAccountAsync(_folder, Shard, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("parquet")]
    [InlineData("npy")]
    public async Task ReadAsync_DamagedPart_SaysSo(string name)
    {
        await CommitAsync(Sink(name), Rows.Make(20), []);
        foreach (var path in Directory.GetFiles(_folder.Root, "part-*"))
        {
            var valid = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(path, valid[..(valid.Length / 2)], TestContext.Current.CancellationToken);
            var error = await Assert.ThrowsAsync<CorpusException>(ReadAsync);
            Assert.Contains("part-", error.Message, StringComparison.Ordinal);
            await File.WriteAllBytesAsync(path, valid, TestContext.Current.CancellationToken);
        }
        Assert.Equal(20, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task CommitAsync_ForgedShard_IsRefused()
    {
        foreach (var name in Sinks)
            await Assert.ThrowsAsync<ArgumentException>(() => Sink(name).CommitAsync(_folder, "../x", 0, 1, [], [], TestContext.Current.CancellationToken));
    }

    private static IPartSink Sink(string name) => name switch
    {
        "npy" => new NpyPartSink(),
        "parquet-zstd" => new ParquetPartSink(PartCompression.Zstd),
        "parquet-none" => new ParquetPartSink(PartCompression.None),
        _ => new ParquetPartSink(),
    };

    private Task<ShardAccount> CommitAsync(IPartSink sink, IReadOnlyList<OutputRow> rows, IReadOnlyList<DeadLetter> dead, int attempt = 0) =>
        sink.CommitAsync(_folder, Shard, attempt, 1, rows, dead, TestContext.Current.CancellationToken);

    private async Task<List<OutputRow>> ReadAsync()
    {
        var rows = new List<OutputRow>();
        await foreach (var row in PartReader.ReadAsync(_folder.Root, TestContext.Current.CancellationToken))
            rows.Add(row);
        return rows;
    }

    private static void AssertSame(ShardAccount expected, ShardAccount actual)
    {
        Assert.Equal(expected.DeadLetters, actual.DeadLetters);
        Assert.Equal(expected, actual with { DeadLetters = expected.DeadLetters });
        Assert.Equal(64, actual.Sha256.Length);
        Assert.True(actual.Bytes > 0);
    }
}
