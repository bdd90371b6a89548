using System.Formats.Tar;
using System.Text;

namespace UniBind.Grid.Corpora.Tests;

/// <summary>Corpora in object storage list and open as the same files on local disk do.</summary>
public sealed class StoreSourceTests(ObjectServers servers)
{
    private static readonly string[] Names =
        ["a/1.txt", "a/2.txt", "b#1/ä.txt", "notes.jsonl", "top.txt", "photos.tar", ".hidden/x.txt", "a/.hidden", "out/_job.json", "out/part-00000-0000.parquet"];

    public static TheoryData<string> Remote { get; } = [ObjectServers.Azure, ObjectServers.S3];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Remote))]
    public async Task Folder_ListsAndOpensAsOnLocalDisk(string kind)
    {
        var local = await FillAsync(ObjectServers.Local);
        var remote = await FillAsync(kind);

        var expected = await ListAsync(CorpusSources.Open(local));
        var found = await ListAsync(CorpusSources.Open(remote));

        Assert.Equal(["a/1.txt", "a/2.txt", "b#1/ä.txt", "n1", "n2", "photos.tar!x.txt", "top.txt"], expected.Select(i => i.Item!.Id));
        Assert.Equal(expected.Select(i => (i.Item!.Id, i.Item.Uri, i.Item.Bytes)), found.Select(i => (i.Item!.Id, i.Item.Uri, i.Item.Bytes)));
        Assert.All(found, i => Assert.NotEmpty(i.Item!.Version));
        foreach (var (a, b) in expected.Zip(found))
            Assert.Equal(Text(CorpusSources.Open(local), a.Item!), Text(CorpusSources.Open(remote), b.Item!));
    }

    [Theory]
    [MemberData(nameof(Remote))]
    public async Task Manifest_NamesObjectsBesideIt(string kind)
    {
        var address = await servers.NewAddressAsync(kind);
        var store = ObjectStores.Open(address);
        string[] rows =
        [
            """{"id":"one","uri":"data/1.txt","labels":["x"]}""", """{"id":"two","uri":"./data/2.txt"}""", """{"id":"gone","uri":"data/9.txt"}""",
            """{"id":"three","uri":"data/3.txt"}""", """{"id":"out","uri":"../secret.txt"}""", """{"id":"said","text":"hello"}""",
        ];
        await PutAsync(store, "manifest.jsonl", string.Join('\n', rows));
        await PutAsync(store, "data/1.txt", "first");
        await PutAsync(store, "data/2.txt", "second");
        await PutAsync(store, "data/3.txt", "third");
        await PutAsync(store, "manifest-2.csv", "id,uri\nc,data/3.txt\n");

        var source = CorpusSources.Open(address);
        var listed = await ListAsync(source);

        Assert.Equal(["one", "two", "three", "said"], listed.Where(i => i.Item is not null).Select(i => i.Item!.Id));
        Assert.Equal([("gone", ItemErrorCodes.Unreadable), ("out", ItemErrorCodes.Escapes)], listed.Where(i => i.Problem is not null).Select(i => (i.Problem!.Id, i.Problem.Code)));
        Assert.Equal(["first", "second", "third", "hello"], listed.Where(i => i.Item is not null).Select(i => Text(source, i.Item!)));
        Assert.Equal("third", Text(source, Assert.Single(await ListAsync(CorpusSources.Open(address + "/manifest-2.csv"))).Item!));
    }

    [Theory]
    [MemberData(nameof(Remote))]
    public async Task Open_ChangedOrGoneSinceTheListing_IsTheItemsFailure(string kind)
    {
        var address = await FillAsync(kind);
        var store = ObjectStores.Open(address);
        var source = CorpusSources.Open(address);
        var items = (await ListAsync(source)).ToDictionary(i => i.Item!.Id, i => i.Item!);
        await store.ReplaceAsync("a/1.txt", s => s.WriteAsync(Encoding.UTF8.GetBytes("TEXT of a/1.txt"), Ct).AsTask(), Ct);
        await store.DeleteAsync("a/2.txt", Ct);

        Assert.Equal(ItemErrorCodes.Changed, Assert.Throws<ItemException>(() => Text(source, items["a/1.txt"])).Code);
        Assert.Equal(ItemErrorCodes.Unreadable, Assert.Throws<ItemException>(() => Text(source, items["a/2.txt"])).Code);
        Assert.Equal("text of top.txt", Text(source, items["top.txt"]));
    }

    [Theory]
    [MemberData(nameof(Remote))]
    public async Task Open_LargeContent_IsATemporaryFileAndItsHeadOneRange(string kind)
    {
        var address = await servers.NewAddressAsync(kind);
        var store = ObjectStores.Open(address);
        var bytes = new byte[(int)StoreContent.MemoryBytes + 5];
        new Random(3).NextBytes(bytes);
        await store.CreateAsync("large.bin", bytes, Ct);
        var source = CorpusSources.Open(address);
        var item = Assert.Single(await ListAsync(source)).Item!;
        string path;
        using (var content = source.Open(item))
        {
            path = content.Path!;
            Assert.Equal(bytes, await File.ReadAllBytesAsync(path, Ct));
        }
        Assert.False(File.Exists(path));
        Assert.Equal(ItemErrorCodes.TooLarge, Assert.Throws<ItemException>(() => CorpusSources.Open(address, new CorpusSourceOptions { MaxEntryBytes = 100 }).Open(item)).Code);
    }

    [Theory]
    [MemberData(nameof(Remote))]
    public async Task ListAsync_NothingOrAJobsOutput_IsRefused(string kind)
    {
        var address = await FillAsync(kind);

        foreach (var (source, part) in new[] { (address + "/nowhere", "nothing"), (address + "/out", "output folder"), (address + "/none.tar", "does not exist") })
        {
            var error = await Assert.ThrowsAsync<CorpusException>(() => ListAsync(CorpusSources.Open(source)));
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    private async Task<string> FillAsync(string kind)
    {
        var address = await servers.NewAddressAsync(kind);
        var store = ObjectStores.Open(address);
        foreach (var name in Names)
            await store.ReplaceAsync(name, s => s.WriteAsync(Content(name), Ct).AsTask(), Ct);
        return address;
    }

    private static byte[] Content(string name)
    {
        if (name.EndsWith(".jsonl", StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes("""{"id":"n1","text":"one"}""" + "\n" + """{"id":"n2","text":"two"}""" + "\n");
        if (!name.EndsWith(".tar", StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes($"text of {name}");
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "x.txt") { DataStream = new MemoryStream("in a tar"u8.ToArray()) });
        return stream.ToArray();
    }

    private static Task PutAsync(IObjectStore store, string key, string text) =>
        store.ReplaceAsync(key, s => s.WriteAsync(Encoding.UTF8.GetBytes(text), Ct).AsTask(), Ct);

    private static async Task<List<ListedItem>> ListAsync(ICorpusSource source)
    {
        var items = new List<ListedItem>();
        await foreach (var item in source.ListAsync(Ct))
            items.Add(item);
        return items;
    }

    private static string Text(ICorpusSource source, CorpusItem item)
    {
        using var content = source.Open(item);
        Assert.Equal(Encoding.UTF8.GetString(content.Head), Encoding.UTF8.GetString(content.ReadBytes(1_000).Span));
        return Encoding.UTF8.GetString(content.ReadBytes(1_000).Span);
    }
}
