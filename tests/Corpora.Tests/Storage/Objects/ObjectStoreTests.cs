using System.Security.Cryptography;
using System.Text;

namespace UniBind.Grid.Corpora.Tests;

/// <summary>What every store promises, whatever is beneath.</summary>
public sealed class ObjectStoreTests(ObjectServers servers)
{
    public static TheoryData<string> Kinds => ObjectServers.Kinds;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task CreateAsync_SixteenWriters_OneWinsAndItsContentStands(string kind)
    {
        var store = await servers.NewStoreAsync(kind);
        for (var round = 0; round < 2; round++)
        {
            var key = $"race/{round}";
            var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => store.CreateAsync(key, Bytes($"writer {i}"), Ct))));

            var winner = Assert.Single(Enumerable.Range(0, 16), i => won[i]);
            Assert.Equal($"writer {winner}", await TextAsync(store, key));
        }
        Assert.Equal(["race/0", "race/1"], await KeysAsync(store, ""));
        Assert.False(await store.CreateAsync("race/0", Bytes("late"), Ct));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ReplaceAsync_WhileOthersRead_TheySeeTheOldOrTheNewOne(string kind)
    {
        var store = await servers.NewStoreAsync(kind);
        var contents = Enumerable.Range(0, 8).Select(i => Enumerable.Repeat((byte)i, 100_000 + i).ToArray()).ToArray();
        await store.ReplaceAsync("file", s => s.WriteAsync(contents[0], Ct).AsTask(), Ct);
        using var done = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            var seen = 0;
            for (; !done.IsCancellationRequested; seen++)
            {
                await using var stream = (await store.OpenAsync("file", Ct))!;
                var bytes = new byte[stream.Length];
                await stream.ReadExactlyAsync(bytes, Ct);
                Assert.Equal(contents[bytes[0]], bytes);
            }
            return seen;
        }, Ct);

        foreach (var content in contents)
            await store.ReplaceAsync("file", s => s.WriteAsync(content, Ct).AsTask(), Ct);
        await done.CancelAsync();

        Assert.True(await reader > 0);
        Assert.Equal(contents[^1].Length, (await store.HeadAsync("file", Ct))!.Value.Length);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ReadAsync_Ranges_AreCutAtTheEnd(string kind)
    {
        var store = await servers.NewStoreAsync(kind);
        await store.CreateAsync("a/b", Bytes("0123456789"), Ct);
        await store.CreateAsync("empty", ReadOnlyMemory<byte>.Empty, Ct);

        Assert.Equal("345", await RangeAsync(store, "a/b", 3, 3));
        Assert.Equal("89", await RangeAsync(store, "a/b", 8, 100));
        Assert.Equal("", await RangeAsync(store, "a/b", 10, 4));
        Assert.Equal("", await RangeAsync(store, "empty", 0, 4));
        Assert.Equal("", await TextAsync(store, "empty"));
        Assert.Equal(0, (await store.HeadAsync("empty", Ct))!.Value.Length);
        var missing = await Assert.ThrowsAsync<CorpusException>(() => RangeAsync(store, "none", 0, 4));
        Assert.Equal(CorpusFault.Missing, missing.Fault);
        Assert.Null(await store.OpenAsync("none", Ct));
        Assert.Null(await store.HeadAsync("none", Ct));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ReadAsync_OfAnotherVersion_SaysThatItChanged(string kind)
    {
        var store = await servers.NewStoreAsync(kind);
        await store.CreateAsync("file", Bytes("old"), Ct);
        var version = (await store.HeadAsync("file", Ct))!.Value.Version;
        Assert.Equal(3, await store.ReadAsync("file", 0, new byte[8], version, Ct));
        Assert.Equal(version, (await ListAsync(store, "")).Single().Version);

        await store.ReplaceAsync("file", s => s.WriteAsync(Bytes("newer"), Ct).AsTask(), Ct);

        var error = await Assert.ThrowsAsync<CorpusException>(() => store.ReadAsync("file", 0, new byte[8], version, Ct));
        Assert.Equal(CorpusFault.Changed, error.Fault);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ListAsync_MoreThanAPage_IsOrderedAndComplete(string kind)
    {
        var store = await servers.NewStoreAsync(kind);
        var keys = Enumerable.Range(0, 1_050).Select(i => $"many/{i * 7919 % 1_050:D5}").ToArray();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct },
            async (key, ct) => await store.ReplaceAsync(key, s => s.WriteAsync(Bytes(key), ct).AsTask(), ct));
        await store.ReplaceAsync("other.txt", s => s.WriteAsync(Bytes("x"), Ct).AsTask(), Ct);

        Assert.Equal(keys.Order(StringComparer.Ordinal), await KeysAsync(store, "many/"));
        Assert.Equal(10, (await KeysAsync(store, "many/0000")).Length);
        Assert.Equal(1_051, (await KeysAsync(store, "")).Length);
        Assert.All(await ListAsync(store, "many/0000"), f => Assert.Equal(10, f.Length));
        await store.DeleteFolderAsync("many", Ct);
        Assert.Equal(["other.txt"], await KeysAsync(store, ""));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Keys_WithOddNames_AreKeptAsTheyAre(string kind)
    {
        var store = await servers.NewStoreAsync(kind);
        string[] keys = ["a b.txt", "a+b&c=d.txt", "a#b?.txt", "ä/ö ü/日本.txt", "50%.txt", "%41.txt", "x'y\"z", "~tilde/(1)[2]{3}!.png"];
        Assert.All(await Task.WhenAll(keys.Select(key => store.CreateAsync(key, Bytes(key), Ct))), Assert.True);

        Assert.Equal(keys.Order(StringComparer.Ordinal), (await KeysAsync(store, "")).Order(StringComparer.Ordinal));
        foreach (var key in keys)
        {
            Assert.Equal(key, await TextAsync(store, key));
            await store.DeleteAsync(key, Ct);
        }
        Assert.Empty(await KeysAsync(store, ""));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Keys_ThatLeaveTheRoot_AreRefused(string kind)
    {
        var store = await servers.NewStoreAsync(kind);

        foreach (var key in new[] { "", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a\nb", new string('x', 1_000) })
            await Assert.ThrowsAsync<CorpusException>(() => store.HeadAsync(key, Ct));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task CreateAsync_LargeObject_ReadsBackWhole(string kind)
    {
        var store = await servers.NewStoreAsync(kind);
        var content = new byte[40 << 20];
        new Random(5).NextBytes(content);

        Assert.True(await store.CreateAsync("large", content, Ct));
        Assert.False(await store.CreateAsync("large", content.AsMemory(0, 100), Ct));

        await using var stream = (await store.OpenAsync("large", Ct))!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), await FileHash.Sha256Async(stream, Ct));
        var middle = new byte[1_000];
        Assert.Equal(1_000, await store.ReadAsync("large", 33 << 20, middle, ct: Ct));
        Assert.Equal(content[(33 << 20)..((33 << 20) + 1_000)], middle);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Write_CancelledOrFailing_LeavesNothing(string kind)
    {
        var store = await servers.NewStoreAsync(kind);
        using var cancelled = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CreateAsync("file", async s =>
        {
            await s.WriteAsync(new byte[9 << 20], Ct);
            await cancelled.CancelAsync();
        }, cancelled.Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.CreateAsync("file", _ => throw new InvalidOperationException(), Ct));
        await using (var staged = store.Stage(ObjectKey.Temporary("file")))
            await staged.Stream.WriteAsync(Bytes("half"), Ct);

        Assert.Empty(await KeysAsync(store, ""));
        Assert.Null(await store.HeadAsync("file", Ct));
        if (store.LocalFolder is { } folder)
            Assert.Empty(Directory.GetFiles(folder));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<string> TextAsync(IObjectStore store, string key)
    {
        await using var stream = await store.OpenAsync(key, Ct);
        Assert.NotNull(stream);
        return await new StreamReader(stream).ReadToEndAsync(Ct);
    }

    private static async Task<string> RangeAsync(IObjectStore store, string key, long offset, int length)
    {
        var buffer = new byte[length];
        return Encoding.UTF8.GetString(buffer, 0, await store.ReadAsync(key, offset, buffer, ct: Ct));
    }

    private static async Task<List<ObjectInfo>> ListAsync(IObjectStore store, string prefix)
    {
        var found = new List<ObjectInfo>();
        await foreach (var info in store.ListAsync(prefix, Ct))
            found.Add(info);
        return found;
    }

    private static async Task<string[]> KeysAsync(IObjectStore store, string prefix) => [.. (await ListAsync(store, prefix)).Select(f => f.Key)];
}
