using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class PartCommitTests : IDisposable
{
    private const string Shard = "00000-0000";
    private readonly TempFolder _temp = new();
    private readonly JobFolder _folder;

    public PartCommitTests()
    {
        _folder = new JobFolder(_temp.File("out"));
        _folder.Create();
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task TryAsync_KilledBetweenWriteAndLink_LeavesOnlyAnAttempt()
    {
        // A killed process runs no clean-up: the attempt is written by the same step, and then nothing more happens.
        await DurableFile.WriteTemporaryAsync(_folder.Store.AddressOf(JobKeys.Attempt(Shard, 1, 1)), s => s.WriteAsync(new byte[1_000]).AsTask(), TestContext.Current.CancellationToken);

        Assert.Empty(Directory.GetFiles(_folder.Root, "part-*"));
        Assert.Single(Directory.GetFiles(_folder.Attempts));
        var account = await new ParquetPartSink().CommitAsync(_folder, Shard, 2, 1, Rows.Make(3), [], TestContext.Current.CancellationToken);
        Assert.Equal(2, account.Attempt);
        Assert.Single(Directory.GetFiles(_folder.Root, "part-*"));
    }

    [Fact]
    public async Task TryAsync_DiskFullWhileWriting_CommitsNothingAndCleansUp()
    {
        var full = await Assert.ThrowsAsync<IOException>(() => PartCommit.TryAsync(_folder.Store, JobKeys.Attempt(Shard, 1, 1), JobKeys.Part(Shard), async stream =>
        {
            await stream.WriteAsync(new byte[10_000], TestContext.Current.CancellationToken);
            throw new IOException("No space left on device");
        }, TestContext.Current.CancellationToken));

        Assert.Contains("No space left", full.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Attempts));
        Assert.False(File.Exists(_folder.Part(Shard)));
    }

    [Fact]
    public async Task CommitAsync_RealFullDevice_FailsAsIOException()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full");
        using var device = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        var account = ShardAccount.Of(Shard, 1, 1, Rows.Make(10), []);

        await Assert.ThrowsAsync<IOException>(() => ParquetPartWriter.WriteAsync(device, account, Rows.Make(10), PartCompression.Snappy, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task CommitAsync_Cancelled_CommitsNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ParquetPartSink().CommitAsync(_folder, Shard, 1, 1, Rows.Make(3), [], cancelled.Token));

        Assert.Empty(Directory.GetFiles(_folder.Root, "part-*"));
        Assert.Empty(Directory.GetFiles(_folder.Attempts));
    }

    [Fact]
    public void TryPublish_NameTaken_LeavesTheFirstFile()
    {
        var first = _temp.Write("first", "1");
        var second = _temp.Write("second", "2");
        var target = _temp.File("target");

        Assert.True(DurableFile.TryPublish(first, target));
        Assert.False(DurableFile.TryPublish(second, target));
        Assert.Equal("1", File.ReadAllText(target));
        Assert.False(File.Exists(first) || File.Exists(second));
    }

    [Fact]
    public async Task ReplaceAsync_WriterFails_LeavesTheOldFile()
    {
        var path = _temp.Write("file", "old");

        await Assert.ThrowsAsync<IOException>(() => DurableFile.ReplaceAsync(path, _ => throw new IOException("full"), TestContext.Current.CancellationToken));

        Assert.Equal("old", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(Directory.GetFiles(_temp.Path), f => Path.GetFileName(f).StartsWith('.'));
    }

    [Fact]
    public async Task RawParts_CommitTwice_FirstStands()
    {
        var rows = Rows.Make(20).Select(r => new RawRow(r.Id, r.Embedding)).ToList();

        Assert.True(await RawParts.CommitAsync(_folder, Shard, 1, 1, rows, ct: TestContext.Current.CancellationToken));
        Assert.False(await RawParts.CommitAsync(_folder, Shard, 2, 1, [], ct: TestContext.Current.CancellationToken));

        var read = new List<RawRow>();
        await foreach (var (shard, part) in RawParts.ReadAsync(_folder.Root, TestContext.Current.CancellationToken))
        {
            Assert.Equal(Shard, shard);
            read.AddRange(part);
        }
        Assert.Equal(rows.Select(r => r.Id), read.Select(r => r.Id));
        Assert.Equal(rows.Select(r => r.Raw), read.Select(r => r.Raw));
    }

    [Fact]
    public async Task RawParts_FirstAttemptLackedAnItem_SecondAttemptAddsIt()
    {
        var ct = TestContext.Current.CancellationToken;
        var rows = Rows.Make(5).Select(r => r with { Head = "head" }).ToList();
        var first = rows.Where((_, i) => i != 2).Select(r => new RawRow(r.Id, [1, 1, 1, 1])).ToList();
        var second = rows.Select(r => new RawRow(r.Id, [2, 2, 2, 2])).ToList();
        await new JobFiles(_folder).ClaimAsync("job-1", "{}", ct);

        // The first attempt timed out over an item, committed its raw part and died; the second one has all rows.
        Assert.True(await RawParts.CommitAsync(_folder, Shard, 1, 1, first, ct: ct));
        Assert.False(await RawParts.CommitAsync(_folder, Shard, 2, 1, second, ct: ct));
        await new ParquetPartSink().CommitAsync(_folder, Shard, 2, 1, rows, [], ct);

        var shard = await (await RawReader.OpenAsync(_folder.Root, ct)).ReadShardAsync(Shard, ct);
        Assert.Equal(5, shard.Rows.Count);
        Assert.Equal([1f, 1, 2, 1, 1], Enumerable.Range(0, 5).Select(i => shard.RawOf(i)[0]));
        Assert.Empty(Directory.GetFiles(_folder.Attempts));
    }

    [Fact]
    public async Task NpyFile_Header_IsThatOfNumPy()
    {
        using var stream = new MemoryStream();
        await NpyFile.WriteAsync(stream, 2, 3, i => [i, i + 1, i + 2], TestContext.Current.CancellationToken);
        var bytes = stream.ToArray();

        Assert.Equal(0x93, bytes[0]);
        Assert.Equal("NUMPY", System.Text.Encoding.ASCII.GetString(bytes, 1, 5));
        Assert.Equal(0, (BitConverter.ToUInt16(bytes, 8) + 10) % 64);
        Assert.StartsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", System.Text.Encoding.ASCII.GetString(bytes, 10, 100), StringComparison.Ordinal);
        Assert.Equal([0f, 1, 2, 1, 2, 3], Enumerable.Range(0, 6).Select(i => BitConverter.ToSingle(bytes, bytes.Length - 24 + i * 4)));
    }
}
