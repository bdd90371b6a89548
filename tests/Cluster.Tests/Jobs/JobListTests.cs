using System.Diagnostics;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

public sealed class JobListTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Lines of the list; the figure for the documents is taken with 10,000.</summary>
    private static readonly int Lines = int.TryParse(Environment.GetEnvironmentVariable("UNIBIND_TEST_JOBS"), out var lines) ? lines : 2_000;

    [Fact]
    public async Task List_ThousandsOfJobs_AnswersNewestFirstWithinAFifthOfASecond()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 0);
        var index = grid.Grains.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key);
        await Parallel.ForAsync(0, Lines, TestContext.Current.CancellationToken, async (i, _) => await index.RecordAsync(Line(i, JobState.Running)));
        await index.ListAsync(10_000);
        var watch = Stopwatch.StartNew();
        var jobs = await index.ListAsync(10_000);
        var listed = watch.Elapsed;
        watch.Restart();
        await index.RecordAsync(Line(Lines, JobState.Running));
        TestContext.Current.TestOutputHelper?.WriteLine($"{Lines} lines: listed in {listed.TotalMilliseconds:0.0} ms, one more recorded in {watch.Elapsed.TotalMilliseconds:0.0} ms");
        Assert.Equal(Enumerable.Range(0, Lines).Select(Id).Reverse(), jobs.Select(j => j.JobId));
        Assert.InRange(listed, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
        Assert.Equal(Id(Lines), Assert.Single(await index.ListAsync(1)).JobId);
    }

    [Fact]
    public async Task List_StoredInOnePieceByAnOlderGrid_IsMovedToPagesAndNewerLinesStand()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 0);
        await OtherActivation.TouchAsync<JobIndexState>(grid, "page", GrainId.Create("jobpage", JobPages.KeyOf(Id(7))), s =>
        {
            s.Jobs[Id(7)] = Line(7, JobState.Done);
            return s;
        });
        await OtherActivation.TouchAsync<JobIndexState>(grid, "jobs", GrainId.Create("jobindex", IJobIndexGrain.Key), s =>
        {
            for (var i = 0; i < 300; i++)
                s.Jobs[Id(i)] = Line(i, JobState.Running);
            return s;
        });
        var jobs = await grid.Client.ListJobsAsync();
        Assert.Equal(Enumerable.Range(0, 300).Select(Id).Reverse(), jobs.Select(j => j.JobId));
        Assert.Equal(Id(7), Assert.Single(jobs, j => j.State == JobState.Done).JobId);
        await OtherActivation.TouchAsync<JobIndexState>(grid, "jobs", GrainId.Create("jobindex", IJobIndexGrain.Key), s =>
        {
            Assert.Empty(s.Jobs);
            return s;
        });
    }

    [Fact]
    public async Task Record_OneAfterTheOther_EachIsStored()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 0);
        var page = grid.Grains.GetGrain<IJobPageGrain>("jobs-01");
        for (var i = 0; i < 3; i++)
            await page.RecordAsync(Line(i, JobState.Running));
        await page.RemoveAsync(Id(1));
        await OtherActivation.TouchAsync<JobIndexState>(grid, "page", GrainId.Create("jobpage", "jobs-01"), s =>
        {
            Assert.Equal([Id(0), Id(2)], s.Jobs.Keys.Order());
            return s;
        });
    }

    [Fact]
    public async Task Record_PageIsFull_ForgetsTheOldestEndedJobsAndNoRunningOne()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 0);
        var page = grid.Grains.GetGrain<IJobPageGrain>("jobs-00");
        await page.RecordAsync(Line(0, JobState.Running));
        for (var i = 1; i <= JobPages.MaxLines; i++)
            await page.RecordAsync(Line(i, JobState.Done));
        var kept = await page.ListAsync(10_000);
        Assert.InRange(kept.Length, JobPages.MaxLines / 2, JobPages.MaxLines);
        Assert.Contains(kept, j => j.JobId == Id(0));
        Assert.DoesNotContain(kept, j => j.JobId == Id(1));
    }

    private static string Id(int i) => $"job-{i:D5}";

    private static JobSummary Line(int i, JobState state) =>
        new() { JobId = Id(i), State = state, Source = "/corpus/of/some/name", Output = $"/outputs/{i:D5}", Space = "animals@7", SubmittedAt = Start.AddSeconds(i) };
}
