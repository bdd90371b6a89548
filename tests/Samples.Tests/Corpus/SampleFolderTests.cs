using UniBind.Grid.Testing;

namespace UniBind.Grid.Samples.Tests;

public sealed class SampleFolderTests
{
    private static readonly SampleOptions Tiny = new() { PerClass = 1, Modalities = [Modality.Text, Modality.Event] };

    [Fact]
    public async Task WriteAsync_SameOptionsAgain_TouchesNothing()
    {
        using var temp = new TempFolder();
        var first = await Write(temp, Tiny);
        var time = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(first.Manifest, time);
        var again = await Write(temp, Tiny with { Overwrite = true, Modalities = [Modality.Event, Modality.Text] });
        Assert.True(first.Written);
        Assert.Equal(first with { Written = false }, again);
        Assert.Equal(time, File.GetLastWriteTimeUtc(first.Manifest));
    }

    [Fact]
    public async Task WriteAsync_EmptyFolder_IsFilled()
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(Path.Combine(temp.Path, "c"));
        Assert.True((await Write(temp, Tiny)).Written);
        Assert.Equal(["c"], Directory.GetFileSystemEntries(temp.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task WriteAsync_FolderOfOthers_IsRefusedEvenToOverwrite()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp.File("c", "thesis.txt"), "years of work");
        var refusal = await Assert.ThrowsAsync<SampleCorpusException>(() => Write(temp, Tiny with { Overwrite = true }));
        Assert.Contains("thesis.txt", refusal.Message);
        Assert.Equal("years of work", File.ReadAllText(Path.Combine(temp.Path, "c", "thesis.txt")));
    }

    [Fact]
    public async Task WriteAsync_SampleWithAFileOfOthers_IsNotOverwritten()
    {
        using var temp = new TempFolder();
        await Write(temp, Tiny);
        File.WriteAllText(temp.File("c", "text", "notes.txt"), "mine");
        var refusal = await Assert.ThrowsAsync<SampleCorpusException>(() => Write(temp, Tiny with { Seed = 9, Overwrite = true }));
        Assert.Contains("notes.txt", refusal.Message);
        Assert.False((await Write(temp, Tiny)).Written);
    }

    [Fact]
    public async Task WriteAsync_OtherOptions_NeedOverwrite()
    {
        using var temp = new TempFolder();
        var first = await Write(temp, Tiny);
        await Assert.ThrowsAsync<SampleCorpusException>(() => Write(temp, Tiny with { PerClass = 2 }));
        Assert.Equal(20, File.ReadLines(first.Manifest).Count());
        var second = await Write(temp, Tiny with { PerClass = 2, Overwrite = true });
        Assert.Equal(40, File.ReadLines(second.Manifest).Count());
        Assert.Equal(["c"], Directory.GetFileSystemEntries(temp.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task WriteAsync_IncompleteCorpus_IsMadeWholeOnRequest()
    {
        using var temp = new TempFolder();
        var first = await Write(temp, Tiny);
        var victim = Path.Combine(first.Folder, "event", "4", "0000.bin");
        File.Delete(victim);
        var refusal = await Assert.ThrowsAsync<SampleCorpusException>(() => Write(temp, Tiny));
        Assert.Contains("incomplete", refusal.Message);
        Assert.True((await Write(temp, Tiny with { Overwrite = true })).Written);
        Assert.True(File.Exists(victim));
    }

    [Fact]
    public async Task WriteAsync_UnreadableStamp_IsAFolderOfOthers()
    {
        using var temp = new TempFolder();
        foreach (var stamp in new[] { "{", "null", "{}", """{"format":1,"perClass":-5,"modalities":"smell","seed":1,"mp4":false,"bytes":0}""" })
        {
            File.WriteAllText(temp.File("c", ".sample.json"), stamp);
            await Assert.ThrowsAsync<SampleCorpusException>(() => Write(temp, Tiny with { Overwrite = true }));
        }
    }

    [Fact]
    public async Task WriteAsync_AFileInTheWay_IsRefused()
    {
        using var temp = new TempFolder();
        temp.Write("c", "a file");
        await Assert.ThrowsAsync<SampleCorpusException>(() => Write(temp, Tiny with { Overwrite = true }));
    }

    [Fact]
    public async Task WriteAsync_CurrentFolder_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<SampleCorpusException>(
            () => SampleCorpus.WriteAsync(".", Tiny, TestContext.Current.CancellationToken));
        Assert.Contains("current folder", refusal.Message);
    }

    [Fact]
    public async Task WriteAsync_Cancelled_LeavesNothingBehind()
    {
        using var temp = new TempFolder();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SampleCorpus.WriteAsync(Path.Combine(temp.Path, "c"), Tiny, cancel.Token));
        Assert.Empty(Directory.GetFileSystemEntries(temp.Path));
    }

    [Fact]
    public async Task WriteAsync_TwoAtOnce_BothEndWithTheCorpus()
    {
        using var temp = new TempFolder();
        var both = await Task.WhenAll(Write(temp, Tiny), Write(temp, Tiny));
        Assert.Contains(both, summary => summary.Written);
        Assert.Equal(["c"], Directory.GetFileSystemEntries(temp.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task WriteAsync_CountOutOfRange_IsRefused(int perClass)
    {
        using var temp = new TempFolder();
        await Assert.ThrowsAsync<SampleCorpusException>(() => Write(temp, Tiny with { PerClass = perClass }));
    }

    [Fact]
    public async Task WriteAsync_NoModality_IsRefused()
    {
        using var temp = new TempFolder();
        await Assert.ThrowsAsync<SampleCorpusException>(() => Write(temp, Tiny with { Modalities = [] }));
    }

    private static Task<SampleSummary> Write(TempFolder temp, SampleOptions options) =>
        SampleCorpus.WriteAsync(Path.Combine(temp.Path, "c"), options, TestContext.Current.CancellationToken);
}
