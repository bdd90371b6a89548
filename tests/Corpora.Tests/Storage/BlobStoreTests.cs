using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class BlobStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("one\ntw")]
    [InlineData("one\nTwo\n")]
    public async Task Put_FileOfTheNameIsDamaged_ReplacesIt(string damaged)
    {
        using var temp = new TempFolder();
        var blobs = new BlobStore(temp.Path);
        var sha256 = await blobs.PutLinesAsync(["one", "two"], Token);
        await File.WriteAllTextAsync(blobs.PathOf(sha256), damaged, Token);

        Assert.Equal(sha256, await blobs.PutLinesAsync(["one", "two"], Token));

        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(blobs.Require(sha256), Token));
        Assert.Equal([blobs.PathOf(sha256)], Directory.GetFiles(temp.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Put_SameContentTwice_LeavesTheFileAndMarksItAsUsed()
    {
        using var temp = new TempFolder();
        var blobs = new BlobStore(temp.Path);
        var path = blobs.PathOf(await blobs.PutLinesAsync(["one"], Token));
        var longAgo = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, longAgo);
        var listed = blobs.List().ToArray();

        await blobs.PutLinesAsync(["one"], Token);

        Assert.True(File.GetLastWriteTimeUtc(path) > longAgo);
        Assert.Single(blobs.List());
        Assert.Equal((0, 0), blobs.Remove(listed));
        Assert.Equal("one\n", await File.ReadAllTextAsync(path, Token));
    }

    [Fact]
    public async Task RequireWhole_FileDamagedAfterItWasChecked_SaysSo()
    {
        using var temp = new TempFolder();
        var blobs = new BlobStore(temp.Path);
        var sha256 = await blobs.PutLinesAsync(["one"], Token);
        Assert.Equal(blobs.PathOf(sha256), blobs.RequireWhole(sha256));
        await File.WriteAllTextAsync(blobs.PathOf(sha256), "another", Token);

        Assert.Contains("is damaged", Assert.Throws<CorpusException>(() => blobs.RequireWhole(sha256)).Message, StringComparison.Ordinal);

        await blobs.PutLinesAsync(["one"], Token);
        Assert.Equal(blobs.PathOf(sha256), blobs.RequireWhole(sha256));
    }
}
