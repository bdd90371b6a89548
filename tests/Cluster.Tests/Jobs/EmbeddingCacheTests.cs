using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Corpora;
using UniBind.Grid.Grains;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class EmbeddingCacheTests(GridFixture fixture) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_SameContentsInASecondJob_TakesThemFromTheCache()
    {
        await using var grid = await StartAsync(_folder.Path);
        var first = await RunAsync(grid, "first", Spec("first", limit: 100));
        Assert.Equal((0L, 100L), (first.Reused, first.WithRow));

        var second = await RunAsync(grid, "second", Spec("second", limit: 100));
        Assert.Equal((0L, first.Embedded, first.Duplicate), (second.Embedded, second.Reused, second.Duplicate));
        Assert.Equal(1, second.CacheHitRate);
        Assert.Equal(await HashAsync("first"), await HashAsync("second"));
        Assert.Contains("\"cacheHitRate\": 1", await File.ReadAllTextAsync(new JobFolder(Path.Combine(_folder.Path, "second")).Report, TestContext.Current.CancellationToken));

        // More contents, so that batches differ: close, and not equal.
        var third = await RunAsync(grid, "third", Spec("third", limit: 150));
        Assert.Equal(150, third.WithRow);
        Assert.InRange(third.Reused, 90, 100);
        Assert.True(third.Embedded > 0);
        var plain = await RunAsync(grid, "plain", Spec("plain", limit: 150) with { NoCache = true });
        Assert.Equal((0L, 150L), (plain.Reused, plain.WithRow));
        var expected = (await OutputRows.ReadAsync(Path.Combine(_folder.Path, "plain"))).ToDictionary(r => r.Id);
        foreach (var row in await OutputRows.ReadAsync(Path.Combine(_folder.Path, "third")))
        {
            Assert.True(row.Embedding.Zip(expected[row.Id].Embedding).Max(p => Math.Abs(p.First - p.Second)) < 1e-5, row.Id);
            Assert.Equal((expected[row.Id].ContentSha256, expected[row.Id].Truncated), (row.ContentSha256, row.Truncated));
        }
    }

    [Fact]
    public async Task Run_LongTextsInWindows_ComeBackFromTheCacheAsAllTheirRows()
    {
        await using var grid = await StartAsync(_folder.Path);
        _folder.Write("corpus/long.txt", string.Concat(Enumerable.Range(0, 3_000).Select(k => $"word{k} ")));
        var spec = new JobSpec { Source = Path.Combine(_folder.Path, "corpus"), Output = Path.Combine(_folder.Path, "first"), Space = "classic@0", LongText = "chunk-rows" };
        await RunAsync(grid, "first", spec);
        var second = await RunAsync(grid, "second", spec with { Output = Path.Combine(_folder.Path, "second") });
        Assert.Equal(1, second.Reused);
        Assert.True(second.Rows > 1);
        Assert.Equal(await HashAsync("first"), await HashAsync("second"));

        // Another treatment makes another embedding of the same content.
        Assert.Equal(0, (await RunAsync(grid, "third", spec with { Output = Path.Combine(_folder.Path, "third"), LongText = "truncate" })).Reused);
    }

    [Fact]
    public async Task Run_CacheThatCannotBeUsed_GoesOnWithout()
    {
        await using var grid = await StartAsync(_folder.Write("a file", "where the folder should be"));
        await RunAsync(grid, "first", Spec("first", limit: 20));
        var second = await RunAsync(grid, "second", Spec("second", limit: 20));
        Assert.Equal((0L, 20L), (second.Reused, second.WithRow));
    }

    private static Task<GridCluster> StartAsync(string folder) => GridCluster.StartAsync(
        encoders: 1, silos: silo => silo.Services.Configure<EmbeddingCacheOptions>(o => o.Folder = Path.Combine(folder, "cache")));

    private static async Task<JobProgress> RunAsync(GridCluster grid, string job, JobSpec spec)
    {
        await grid.Client.SubmitAsync(job, spec);
        var end = await grid.FinishAsync(job);
        Assert.True(end.State == JobState.Done, end.Message);
        return end;
    }

    private JobSpec Spec(string output, int limit) => new() { Source = fixture.Corpus, Output = Path.Combine(_folder.Path, output), Space = "classic@0", Limit = limit };

    private Task<string> HashAsync(string output) => CanonicalHash.ComputeAsync(Path.Combine(_folder.Path, output), TestContext.Current.CancellationToken);
}
