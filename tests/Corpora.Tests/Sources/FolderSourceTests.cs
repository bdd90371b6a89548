using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class FolderSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ListAsync_Tree_YieldsRelativeNamesInOrdinalOrder()
    {
        foreach (var name in new[] { "b/2.png", "b/10.png", "a.txt", "a/z.wav", "a-b/x.ply", "Z.png", "größe/日本.png", "a/deep/er/y.wav" })
            _folder.Write(name, "x");

        var ids = (await Listing.ListAsync(_folder.Path)).Ids();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(8, ids.Length);
        Assert.Contains("größe/日本.png", ids);
    }

    [Fact]
    public async Task ListAsync_HiddenFilesAndJobOutput_AreSkipped()
    {
        _folder.Write(".hidden", "x");
        _folder.Write(".git/config", "x");
        _folder.Write("out/_job.json", "{}");
        _folder.Write("out/part-00000-0000.parquet", "x");
        _folder.Write("seen.txt", "x");

        Assert.Equal(["seen.txt"], (await Listing.ListAsync(_folder.Path)).Ids());
    }

    [Theory]
    [InlineData("plain.txt")]
    [InlineData("100% #1!.txt")]
    [InlineData("a#bytes=0+1")]
    [InlineData("a:b.txt")]
    public async Task Open_AnyFileName_FindsItsContent(string name)
    {
        _folder.Write(name, name);
        var source = CorpusSources.Open(_folder.Path);

        var item = Assert.Single(await source.ListAllAsync()).Item!;

        Assert.Equal(name, item.Id);
        Assert.Equal(name, source.ReadText(item));
        Assert.Equal(name, CorpusSources.Open(_folder.Path).ReadText(item));
    }

    [Fact]
    public async Task ListAsync_LinkOutOfRoot_IsProblem()
    {
        using var outside = new TempFolder();
        outside.Write("secret.txt", "secret");
        File.CreateSymbolicLink(_folder.File("file.txt"), Path.Combine(outside.Path, "secret.txt"));
        Directory.CreateSymbolicLink(_folder.File("folder"), outside.Path);

        var listed = await Listing.ListAsync(_folder.Path);

        Assert.Equal(2, listed.Count);
        Assert.All(listed, l => Assert.Equal(ItemErrorCodes.Escapes, l.Problem!.Code));
    }

    [Fact]
    public async Task Open_FileReplacedByLinkOutOfRoot_IsRefused()
    {
        using var outside = new TempFolder();
        outside.Write("secret.txt", "secret");
        var path = _folder.Write("folder/a.txt", "secret");
        var source = CorpusSources.Open(_folder.Path);
        var item = Assert.Single(await source.ListAllAsync()).Item!;

        Directory.Delete(Path.GetDirectoryName(path)!, true);
        Directory.CreateSymbolicLink(_folder.File("folder"), outside.Path);
        outside.Write("a.txt", "secret");

        Assert.Equal(ItemErrorCodes.Escapes, source.OpenFails(item).Code);
    }

    [Fact]
    public async Task ListAsync_LinksInside_AreFollowedWithoutCycles()
    {
        _folder.Write("real/a.txt", "a");
        File.CreateSymbolicLink(_folder.File("b.txt"), "real/a.txt");
        Directory.CreateSymbolicLink(_folder.File("linked"), _folder.File("real"));
        Directory.CreateSymbolicLink(_folder.File("real", "up"), _folder.Path);
        File.CreateSymbolicLink(_folder.File("loop"), _folder.File("loop"));
        File.CreateSymbolicLink(_folder.File("broken"), "nowhere");

        var source = CorpusSources.Open(_folder.Path);
        var listed = await source.ListAllAsync();

        Assert.Equal(["b.txt", "linked/a.txt", "real/a.txt"], listed.Ids());
        Assert.Equal("a", source.ReadText(listed.Single("linked/a.txt")));
        Assert.Equal(
            [("broken", ItemErrorCodes.Unreadable), ("linked/up", ItemErrorCodes.Forbidden), ("loop", ItemErrorCodes.Unreadable), ("real/up", ItemErrorCodes.Forbidden)],
            listed.Where(l => l.Problem is not null).Select(l => (l.Problem!.Id, l.Problem.Code)));
    }

    [Fact]
    public async Task ListAsync_NestedFolderLinks_DoNotMultiply()
    {
        // 2^20 paths, were every link followed.
        for (var level = 0; level < 20; level++)
        {
            Directory.CreateDirectory(_folder.File($"d{level:D2}", "x"));
            if (level == 19)
                continue;
            Directory.CreateSymbolicLink(_folder.File($"d{level:D2}", "l1"), _folder.File($"d{level + 1:D2}"));
            Directory.CreateSymbolicLink(_folder.File($"d{level:D2}", "l2"), _folder.File($"d{level + 1:D2}"));
        }

        Assert.InRange((await Listing.ListAsync(_folder.Path)).Count, 1, 200);
    }

    [Fact]
    public async Task Open_ContentChangedSinceListing_IsDeadLetter()
    {
        var path = _folder.Write("a.txt", "one");
        var source = CorpusSources.Open(_folder.Path);
        var item = Assert.Single(await source.ListAllAsync()).Item!;

        File.WriteAllText(path, "longer");
        var changed = source.OpenFails(item);
        File.WriteAllText(path, "two");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));
        var touched = source.OpenFails(item);
        File.Delete(path);
        var gone = source.OpenFails(item);

        Assert.Equal((ItemStage.Read, ItemErrorCodes.Changed), (changed.Stage, changed.Code));
        Assert.Equal(ItemErrorCodes.Changed, touched.Code);
        Assert.Equal(ItemErrorCodes.Unreadable, gone.Code);
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("a/../../outside.txt")]
    [InlineData("/etc/hostname")]
    [InlineData("a\0b")]
    [InlineData("")]
    [InlineData("a.jsonl#bytes=9999999999+10")]
    [InlineData("x#what=1")]
    [InlineData("a.tar!x#bytes=-1+5")]
    public void Open_ForgedAddress_IsRefused(string uri)
    {
        _folder.Write("a.jsonl", "{}");
        var source = CorpusSources.Open(_folder.Path);

        Assert.Equal(ItemStage.Read, source.OpenFails(new CorpusItem { Id = "x", Uri = uri }).Stage);
    }

    [Fact]
    public async Task ListAsync_JsonLines_AreItemsReadAtTheirPlace()
    {
        _folder.Write("notes/a.jsonl", "\uFEFF{\"id\":\"first\",\"text\":\"eins\",\"labels\":[\"1\",\"odd\"],\"group\":\"g\"}\r\n\n{\"text\":\"zwei \\u00e4\"}\n{\"text\":\"drei\"}");
        var source = CorpusSources.Open(_folder.Path);

        var listed = await source.ListAllAsync();

        Assert.Equal(["first", "notes/a.jsonl#3", "notes/a.jsonl#4"], listed.Ids());
        Assert.Equal(["eins", "zwei ä", "drei"], listed.Select(l => source.ReadText(l.Item!)));
        var first = listed[0].Item!;
        Assert.Equal(("g", Modality.Text, 4L), (first.Group, first.Modality!.Value, first.Bytes));
        Assert.Equal(["1", "odd"], first.Labels);
    }

    [Fact]
    public async Task ListAsync_BadJsonLines_AreProblemsWithTheirLine()
    {
        _folder.Write("a.jsonl", "{\"text\":\"ok\"}\n{broken\n[1]\n{\"uri\":\"/etc/passwd\"}\n{\"text\":\"\\ud800\"}\n{\"text\":\"last\"}\n");

        var listed = await Listing.ListAsync(_folder.Path);

        Assert.Equal(["a.jsonl#1", "a.jsonl#6"], listed.Ids());
        Assert.Equal(["a.jsonl#2", "a.jsonl#3", "a.jsonl#4", "a.jsonl#5"], listed.Where(l => l.Problem is not null).Select(l => l.Problem!.Id));
    }

    [Fact]
    public async Task ListAsync_JsonLinesWithoutEnd_AreGivenUp()
    {
        _folder.Write("a.jsonl", string.Concat(Enumerable.Repeat("not json\n", 100_000)));

        var listed = await Listing.ListAsync(_folder.Path);

        Assert.Equal(1_001, listed.Count);
        Assert.Equal("a.jsonl", listed[^1].Problem!.Id);
    }

    [Fact]
    public async Task Open_NamedPipe_DoesNotWait()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "named pipes are no files there");
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", [_folder.File("pipe.wav")]);
        await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        var source = CorpusSources.Open(_folder.Path);

        using var content = source.Open(Assert.Single(await source.ListAllAsync()).Item!);

        Assert.Equal(0, content.Head.Length);
    }

    [Fact]
    public void Open_MissingSource_SaysSoInOneSentence()
    {
        var error = Assert.Throws<CorpusException>(() => CorpusSources.Open(Path.Combine(_folder.Path, "nothing")));

        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Throws<CorpusException>(() => CorpusSources.Open("ftp://host/x"));
        Assert.Throws<CorpusException>(() => CorpusSources.Open(""));
    }

    [Fact]
    public void Open_OutputOfAJob_IsRefused()
    {
        _folder.Write("_job.json", "{}");

        Assert.Contains("output folder", Assert.Throws<CorpusException>(() => CorpusSources.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_SingleFile_IsOneItem()
    {
        var path = _folder.Write("cat.png", "x");
        _folder.Write("dog.png", "y");

        var source = CorpusSources.Open(path);

        Assert.Equal("x", source.ReadText(Assert.Single(await source.ListAllAsync()).Item!));
    }
}
