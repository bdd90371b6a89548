using System.Diagnostics;
using System.Formats.Tar;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class TarSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TarEntryFormat.Ustar, "a.tar")]
    [InlineData(TarEntryFormat.Pax, "a.tar")]
    [InlineData(TarEntryFormat.Gnu, "a.tar")]
    [InlineData(TarEntryFormat.V7, "a.tar")]
    [InlineData(TarEntryFormat.Pax, "a.tar.gz")]
    [InlineData(TarEntryFormat.Gnu, "a.TGZ")]
    public async Task ListAsync_EveryFormat_ReadsEntriesAtTheirPlace(TarEntryFormat format, string name)
    {
        var longName = format is TarEntryFormat.Pax or TarEntryFormat.Gnu ? $"{new string('d', 120)}/{new string('ä', 80)}.wav" : "d/long.wav";
        var tar = TarFile.Pack(format, ("one.png", "1"), ("two.png", new string('2', 1_000)), (longName, "three"));
        _folder.Write(name, name == "a.tar" ? tar : TarFile.Gzip(tar));
        var source = CorpusSources.Open(Path.Combine(_folder.Path, name));

        var listed = await source.ListAllAsync();

        Assert.Equal([$"{name}!one.png", $"{name}!two.png", $"{name}!{longName}"], listed.Ids());
        Assert.Equal(["1", new string('2', 1_000), "three"], listed.Select(l => source.ReadText(l.Item!)));
        Assert.Equal([1L, 1_000, 5], listed.Select(l => l.Item!.Bytes));
    }

    [Fact]
    public async Task ListAsync_RealTarProgram_AgreesWithOurs()
    {
        Assert.SkipUnless(File.Exists("/bin/tar") || File.Exists("/usr/bin/tar"), "no tar program");
        var files = new[] { "a.png", $"{new string('x', 150)}/b#1!.png", "ü/c.wav" };
        foreach (var file in files)
            _folder.Write($"tree/{file}", file);
        foreach (var format in new[] { "gnu", "posix" })
        {
            using var tar = Process.Start("tar", ["--format", format, "-C", _folder.File("tree"), "-cf", _folder.File($"{format}.tar"), "."]);
            await tar.WaitForExitAsync(TestContext.Current.CancellationToken);
            var source = CorpusSources.Open(_folder.File($"{format}.tar"));
            var listed = await source.ListAllAsync();
            Assert.Equal(files.Order(), listed.Select(l => source.ReadText(l.Item!)).Order());
        }
    }

    [Fact]
    public async Task ListAsync_Folder_ListsTheEntriesOfItsTars()
    {
        _folder.Write("x/shard-0.tar", TarFile.Pack(("a.png", "A")));
        _folder.Write("x/z.png", "Z");
        var source = CorpusSources.Open(_folder.Path);

        var listed = await source.ListAllAsync();

        Assert.Equal(["x/shard-0.tar!a.png", "x/z.png"], listed.Ids());
        Assert.Equal("A", source.ReadText(listed[0].Item!));
    }

    [Fact]
    public async Task ListAsync_Samples_TakeLabelsAndTextFromTheirSidecars()
    {
        _folder.Write("w.tar", TarFile.Pack(
            ("000.jpg", "J"), ("000.cls", "cat\n"), ("000.txt", "a cat"),
            ("001.json", """{"labels":["dog"],"group":"g","text":"a dog","split":"test","modality":"thermal"}"""), ("001.png", "P"),
            ("002.left.png", "L"), ("002.right.png", "R"), ("002.cls", "owl"),
            ("003.txt", "just text"), ("003.cls", "3"),
            ("004.cls", "nothing else"),
            ("005.json", "{broken"), ("005.png", "B"),
            (".hidden.png", "h"), ("dir/.x/y.png", "h")));
        var source = CorpusSources.Open(_folder.File("w.tar"));

        var listed = await source.ListAllAsync();

        Assert.Equal(["w.tar!000.jpg", "w.tar!001.png", "w.tar!002.left.png", "w.tar!002.right.png", "w.tar!003.txt", "w.tar!005.png"], listed.Ids());
        var cat = listed.Single("w.tar!000.jpg");
        Assert.Equal(("a cat", null), (cat.Text, cat.Group));
        Assert.Equal(["cat"], cat.Labels);
        var dog = listed.Single("w.tar!001.png");
        Assert.Equal(("a dog", "g", "test", Modality.Thermal), (dog.Text, dog.Group, dog.Split, dog.Modality!.Value));
        Assert.Equal("002", listed.Single("w.tar!002.left.png").Group);
        Assert.Equal(["owl"], listed.Single("w.tar!002.right.png").Labels);
        var text = listed.Single("w.tar!003.txt");
        Assert.Equal("just text", source.ReadText(text));
        Assert.Equal(["3"], text.Labels);
        Assert.Equal([("w.tar!004", ItemErrorCodes.Empty), ("w.tar!005.json", ItemErrorCodes.Corrupt)], listed.Where(l => l.Problem is not null).Select(l => (l.Problem!.Id, l.Problem.Code)));
    }

    [Theory]
    [InlineData("../evil.png")]
    [InlineData("a/../../evil.png")]
    [InlineData("/etc/evil.png")]
    [InlineData("..\\evil.png")]
    [InlineData("C:\\evil.png")]
    public async Task ListAsync_EscapingName_IsProblem(string name)
    {
        _folder.Write("a.tar", TarFile.Pack(("ok.png", "x"), (name, "evil"), ("z.png", "x")));

        var listed = await Listing.ListAsync(_folder.File("a.tar"));

        Assert.Equal(["a.tar!ok.png", "a.tar!z.png"], listed.Ids());
        Assert.Equal(ItemErrorCodes.Escapes, listed.Problem().Code);
    }

    [Fact]
    public async Task ListAsync_LinksAndDevices_AreForbidden()
    {
        _folder.Write("a.tar", TarFile.Pack(TarEntryFormat.Pax, w =>
        {
            w.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "link.png") { LinkName = "/etc/passwd" });
            w.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "hard.png") { LinkName = "x.png" });
            w.WriteEntry(new PaxTarEntry(TarEntryType.Fifo, "pipe.png"));
            w.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "folder/"));
        }));

        var listed = await Listing.ListAsync(_folder.File("a.tar"));

        Assert.Equal(3, listed.Count);
        Assert.All(listed, l => Assert.Equal(ItemErrorCodes.Forbidden, l.Problem!.Code));
    }

    [Fact]
    public async Task ListAsync_TruncatedArchive_KeepsWhatIsWhole()
    {
        var tar = TarFile.Pack(TarEntryFormat.Ustar, ("a.png", "A"), ("b.png", new string('b', 5_000)));
        _folder.Write("a.tar", tar[..2_000]);

        var listed = await Listing.ListAsync(_folder.File("a.tar"));

        Assert.Equal(["a.tar!a.png"], listed.Ids());
        Assert.Equal(("a.tar", ItemErrorCodes.Corrupt), (listed.Problem().Id, listed.Problem().Code));
    }

    [Fact]
    public async Task ListAsync_GzipBomb_IsRefused()
    {
        var bomb = TarFile.Gzip(TarFile.Pack(TarEntryFormat.Pax, w => TarFile.Add(w, TarEntryFormat.Pax, "zeros.png", new byte[16 << 20])));
        Assert.True(bomb.Length * 200 < 16 << 20);
        _folder.Write("bomb.tar.gz", bomb);

        var problem = Assert.Single(await Listing.ListAsync(_folder.File("bomb.tar.gz"))).Problem!;

        Assert.Equal(ItemErrorCodes.TooLarge, problem.Code);
    }

    [Fact]
    public async Task ListAsync_UnpacksBeyondTheTotal_IsRefused()
    {
        var random = new byte[4 << 20];
        new Random(1).NextBytes(random);
        _folder.Write("big.tgz", TarFile.Gzip(TarFile.Pack(TarEntryFormat.Pax, w => TarFile.Add(w, TarEntryFormat.Pax, "r.png", random))));

        var listed = await Listing.ListAsync(_folder.File("big.tgz"), new CorpusSourceOptions { MaxUnpackedBytes = 3 << 20 });

        Assert.Equal(ItemErrorCodes.TooLarge, Assert.Single(listed).Problem!.Code);
    }

    [Fact]
    public async Task ListAsync_LargeEntry_IsProblem()
    {
        _folder.Write("a.tar", TarFile.Pack(("a.png", new string('x', 2_000)), ("b.png", "b")));

        var listed = await Listing.ListAsync(_folder.File("a.tar"), new CorpusSourceOptions { MaxEntryBytes = 1_000 });

        Assert.Equal(["a.tar!b.png"], listed.Ids());
        Assert.Equal(ItemErrorCodes.TooLarge, listed.Problem().Code);
    }

    [Theory]
    [InlineData("a.tar")]
    [InlineData("a.tgz")]
    public async Task Open_ArchiveReplaced_IsDeadLetter(string name)
    {
        byte[] Bytes(byte[] tar) => name == "a.tar" ? tar : TarFile.Gzip(tar);
        var path = _folder.Write(name, Bytes(TarFile.Pack(("a.png", "A"))));
        var source = CorpusSources.Open(path);
        var item = Assert.Single(await source.ListAllAsync()).Item!;

        _folder.Write(name, Bytes(TarFile.Pack(("b.png", "B"), ("a.png", "A"))));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));

        Assert.Equal(ItemErrorCodes.Changed, source.OpenFails(item).Code);
    }

    [Fact]
    public async Task Open_CompressedArchiveFromManyThreads_ReadsEveryEntry()
    {
        var entries = Enumerable.Range(0, 200).Select(i => ($"{i:D3}.png", $"content {i}")).ToArray();
        var path = _folder.Write("a.tar.gz", TarFile.Gzip(TarFile.Pack(entries)));
        var spool = _folder.File("spool", "x");
        var source = CorpusSources.Open(path, new CorpusSourceOptions { SpoolFolder = Path.GetDirectoryName(spool) });
        var listed = await source.ListAllAsync();

        var texts = new string[listed.Count];
        Parallel.For(0, listed.Count, i => texts[i] = source.ReadText(listed[i].Item!));

        Assert.Equal(entries.Select(e => e.Item2), texts);
        if (!OperatingSystem.IsWindows())
            Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(spool)!));
    }
}
