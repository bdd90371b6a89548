using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class JobSteeringTests(GridFixture fixture)
{
    [Fact]
    public async Task Pause_ThenResume_EndsWithEveryItemOnce()
    {
        using var folder = new TempFolder();
        var (jobId, spec) = await StartAsync(folder);
        await fixture.Grid.Client.PauseAsync(jobId);
        var paused = await fixture.Grid.FinishAsync(jobId);
        Assert.Equal(JobState.Paused, paused.State);
        Assert.InRange(paused.Embedded, 0, 2029);
        var parts = Directory.GetFiles(spec.Output, "part-*").Length;
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(parts, Directory.GetFiles(spec.Output, "part-*").Length);

        await fixture.Grid.Client.ResumeAsync(jobId);
        var end = await fixture.Grid.FinishAsync(jobId);
        Assert.True(end.State == JobState.Done, end.Message);
        Assert.Equal(2030, end.WithRow);
        Assert.Equal(2030, (await OutputRows.ReadAsync(spec.Output)).Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public async Task Cancel_RunningJob_KeepsWhatIsCommittedAndWritesNoSuccess()
    {
        using var folder = new TempFolder();
        var (jobId, spec) = await StartAsync(folder);
        var cancelled = await fixture.Grid.Client.CancelAsync(jobId);
        Assert.Equal(JobState.Cancelled, cancelled.State);
        Assert.False(File.Exists(new JobFolder(spec.Output).Success));
        await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.CancelAsync(jobId));

        await fixture.Grid.Client.ResumeAsync(jobId);
        var end = await fixture.Grid.FinishAsync(jobId);
        Assert.Equal(JobState.Done, end.State);
        Assert.Equal(2030, end.WithRow);
    }

    [Fact]
    public async Task ListJobs_AfterJobs_ShowsThemNewestFirst()
    {
        using var folder = new TempFolder();
        var ids = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var jobId = $"list-{i}-{JobIds.New()}";
            await fixture.Grid.Client.SubmitAsync(jobId, new JobSpec { Source = fixture.Corpus, Output = Path.Combine(folder.Path, jobId), Space = "classic@0", Limit = 3 });
            await fixture.Grid.FinishAsync(jobId);
            ids.Insert(0, jobId);
        }
        var jobs = await fixture.Grid.Client.ListJobsAsync();
        Assert.Equal(ids, jobs.Where(j => ids.Contains(j.JobId)).Select(j => j.JobId));
        Assert.All(jobs.Where(j => ids.Contains(j.JobId)), j => Assert.Equal((JobState.Done, 3), (j.State, j.Embedded)));
    }

    [Fact]
    public async Task Pause_UnknownJob_SaysSo()
    {
        var error = await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.PauseAsync("nobody"));
        Assert.Contains("no job 'nobody'", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a b")]
    public async Task GetJob_BadId_IsRefused(string id) =>
        await Assert.ThrowsAsync<GridException>(() => fixture.Grid.Client.GetJobAsync(id));

    private async Task<(string JobId, JobSpec Spec)> StartAsync(TempFolder folder)
    {
        var jobId = JobIds.New();
        var spec = new JobSpec { Source = fixture.Corpus, Output = Path.Combine(folder.Path, "out"), Space = "classic@0" };
        await fixture.Grid.Client.SubmitAsync(jobId, spec);
        await foreach (var progress in fixture.Grid.Client.WatchAsync(jobId, TestContext.Current.CancellationToken))
        {
            if (progress.Embedded > 0)
                break;
        }
        return (jobId, spec);
    }
}
