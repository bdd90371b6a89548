using System.Text.Json;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Corpora.Tests;

public sealed class OutputDeletionTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task RunAsync_NobodyNeedsIt_LeavesWhatIsNotTheGrids(int sink)
    {
        var folder = await FinishedOutput.WriteAsync(_temp.File("out"), FinishedOutput.Sinks[sink]);
        await File.WriteAllTextAsync(Path.Combine(folder.Root, "notes.txt"), "mine", Token);

        var deleted = await OutputDeletion.RunAsync(folder, "job-1", Token);

        Assert.True(deleted.Objects > 10 && deleted.Bytes > 0);
        Assert.Equal(["notes.txt"], Directory.EnumerateFileSystemEntries(folder.Root).Select(Path.GetFileName));
        File.Delete(Path.Combine(folder.Root, "notes.txt"));
        Assert.Equal(0, (await OutputDeletion.RunAsync(folder, "job-1", Token)).Objects);
    }

    [Fact]
    public async Task RunAsync_OnlyTheGridsFiles_RemovesTheFolder()
    {
        var folder = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink());

        await OutputDeletion.RunAsync(folder, "job-1", Token);

        Assert.False(Directory.Exists(folder.Root));
    }

    [Fact]
    public async Task RunAsync_AnotherJobsFolder_IsRefusedAndUntouched()
    {
        var folder = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink());

        var error = await Assert.ThrowsAsync<CorpusException>(() => OutputDeletion.RunAsync(folder, "job-2", Token));

        Assert.Contains("job-1", error.Message, StringComparison.Ordinal);
        Assert.True(await folder.IsFinishedAsync(Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task RunAsync_RealignedOutputsNeedIt_RawStaysUntilTheLastOfThemGoes(int sink)
    {
        var source = await FinishedOutput.WriteAsync(_temp.File("out"), FinishedOutput.Sinks[sink]);
        var middle = await RealignAsync(source, "middle", FinishedOutput.Sinks[sink]);
        var last = await RealignAsync(middle, "last", FinishedOutput.Sinks[sink]);
        var before = await RawAsync(last);
        Assert.NotEmpty(before);

        Assert.Equal(["middle"], (await OutputDeletion.RunAsync(source, "job-1", Token)).Dependents);
        Assert.Equal(["last"], (await OutputDeletion.RunAsync(middle, "middle", Token)).Dependents);

        // Repeated, as after a crash, nothing more goes; and what depends on them reads as before.
        Assert.Equal(["middle"], (await OutputDeletion.RunAsync(source, "job-1", Token)).Dependents);
        Assert.False(await source.IsFinishedAsync(Token));
        Assert.False(Directory.Exists(source.Plan));
        Assert.Equal(before, await RawAsync(last));

        Assert.Empty((await OutputDeletion.RunAsync(last, "last", Token)).Dependents);
        Assert.All(new[] { source, middle, last }, f => Assert.False(Directory.Exists(f.Root)));
    }

    [Fact]
    public async Task RunAsync_ADependentThatIsGone_CountsForNothing()
    {
        var source = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink());
        await new JobDependents(source).AddAsync("never", _temp.File("never"), Token);
        var removed = await RealignAsync(source, "removed", new ParquetPartSink());
        Directory.Delete(removed.Root, recursive: true);

        Assert.Empty((await OutputDeletion.RunAsync(source, "job-1", Token)).Dependents);
        Assert.False(Directory.Exists(source.Root));
    }

    [Fact]
    public async Task RunAsync_AJobStillReadsIt_IsRefusedAndUntouched()
    {
        var source = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink());
        var reader = await RealignAsync(source, "reader", new ParquetPartSink());
        File.Delete(reader.Success);

        var error = await Assert.ThrowsAsync<CorpusException>(() => OutputDeletion.RunAsync(source, "job-1", Token));

        Assert.Contains("read by job reader", error.Message, StringComparison.Ordinal);
        Assert.True(await source.IsFinishedAsync(Token));
        Assert.True(Directory.Exists(source.Plan));
    }

    [Fact]
    public async Task RunAsync_AFinishedJobThatCopiedItsRows_NeedsNothingMore()
    {
        var source = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink());
        var copied = new JobFolder(_temp.File("copied"));
        await new JobDependents(source).AddAsync("copied", copied.Root, Token);
        await new JobFiles(copied).ClaimAsync("copied", JsonSerializer.Serialize(new { Since = source.Root }), Token);
        await Assert.ThrowsAsync<CorpusException>(() => OutputDeletion.RunAsync(source, "job-1", Token));
        await copied.Store.ReplaceAsync(JobKeys.Success, _ => Task.CompletedTask, Token);

        Assert.Empty((await OutputDeletion.RunAsync(source, "job-1", Token)).Dependents);
        Assert.False(Directory.Exists(source.Root));
    }

    [Fact]
    public async Task AddAsync_OutputBeingDeleted_IsRefusedAndNamesNobody()
    {
        var source = await FinishedOutput.WriteAsync(_temp.File("out"), new ParquetPartSink());
        File.Delete(source.Success);

        await Assert.ThrowsAsync<CorpusException>(() => new JobDependents(source).AddAsync("late", "/elsewhere", Token));

        Assert.Empty(await new JobDependents(source).ListAsync(Token));
    }

    private async Task<JobFolder> RealignAsync(JobFolder source, string job, IPartSink sink)
    {
        var target = new JobFolder(_temp.File(job));
        await new JobDependents(source).AddAsync(job, target.Root, Token);
        await new JobFiles(target).ClaimAsync(job, JsonSerializer.Serialize(new { RealignFrom = source.Root }), Token);
        var reader = await RawReader.OpenAsync(source.Root, Token);
        foreach (var shard in await reader.ShardsAsync(Token))
        {
            var read = await reader.ReadShardAsync(shard, Token);
            await sink.CommitAsync(target, shard, 1, 1, [.. read.Rows.Select(r => r with { Head = "other", Embedding = [0, 1], Origin = RowOrigin.Carried })], read.Account.DeadLetters, Token);
        }
        await target.Store.ReplaceAsync(JobKeys.Success, _ => Task.CompletedTask, Token);
        return target;
    }

    private static async Task<Dictionary<string, float[]>> RawAsync(JobFolder folder)
    {
        var found = new Dictionary<string, float[]>();
        var reader = await RawReader.OpenAsync(folder.Root, Token);
        await foreach (var shard in reader.ReadAsync(Token))
            for (var i = 0; i < shard.Rows.Count; i++)
                found[shard.Rows[i].Id] = shard.RawOf(i).ToArray();
        return found;
    }
}
