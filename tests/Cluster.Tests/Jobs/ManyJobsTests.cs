using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Grains;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class ManyJobsTests(GridFixture fixture)
{
    /// <summary>Jobs at once; the figure for the documents is taken with 1,000.</summary>
    private static readonly int Jobs = int.TryParse(Environment.GetEnvironmentVariable("UNIBIND_TEST_MANY"), out var jobs) ? jobs : 30;

    [Fact]
    public async Task Submit_ManySmallJobsAtOnce_AllFinishWhileOnlyAFewRun()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 1, silos: silo => silo.Services.Configure<CoordinatorOptions>(o => o.MaxActiveRuns = 4));
        using var folder = new TempFolder();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var queued = 0;
        await Parallel.ForAsync(0, Jobs, TestContext.Current.CancellationToken, async (i, _) =>
        {
            var spec = new JobSpec { Source = fixture.Corpus, Output = Path.Combine(folder.Path, $"{i}"), Space = "classic@0", Limit = 5 };
            var progress = await grid.Client.SubmitAsync($"many-{i}", spec);
            if (progress.Message?.StartsWith("Queued", StringComparison.Ordinal) == true)
                Interlocked.Increment(ref queued);
        });
        for (var i = 0; i < Jobs; i++)
        {
            var end = await grid.FinishAsync($"many-{i}");
            Assert.True(end.State == JobState.Done, end.Message);
            Assert.Equal(5, end.Embedded);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{Jobs} jobs in {watch.Elapsed.TotalSeconds:0.0} s, {queued} of them queued at first");
        Assert.Equal(Jobs, (await grid.Client.ListJobsAsync(10_000)).Count(j => j.State == JobState.Done));
    }

    [Fact]
    public async Task Pause_QueuedJob_LeavesTheQueueAndTheOthersGoOn()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 1, silos: silo => silo.Services.Configure<CoordinatorOptions>(o => o.MaxActiveRuns = 1));
        using var folder = new TempFolder();
        JobSpec Spec(string name, long? limit) => new() { Source = fixture.Corpus, Output = Path.Combine(folder.Path, name), Space = "classic@0", Limit = limit };
        await grid.Client.SubmitAsync("first", Spec("first", null));
        Assert.StartsWith("Queued", (await grid.Client.SubmitAsync("second", Spec("second", 5))).Message);
        await grid.Client.SubmitAsync("third", Spec("third", 5));
        await grid.Client.PauseAsync("second");
        Assert.Equal(JobState.Paused, (await grid.FinishAsync("second")).State);
        Assert.Equal(JobState.Cancelled, (await grid.Client.CancelAsync("third")).State);
        Assert.Equal(JobState.Done, (await grid.FinishAsync("first")).State);
        await grid.Client.ResumeAsync("second");
        Assert.Equal(JobState.Done, (await grid.FinishAsync("second")).State);
    }
}
