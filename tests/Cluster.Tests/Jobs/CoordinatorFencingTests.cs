using UniBind.Grid.Client;
using UniBind.Grid.Corpora;
using UniBind.Grid.Grains;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>Two coordinators of one job, as after a split of the cluster.</summary>
public sealed class CoordinatorFencingTests(GridFixture fixture)
{
    [Fact]
    public async Task Run_AnotherActivationWroteTheState_EndsWithoutTouchingIt()
    {
        using var folder = new TempFolder();
        var (jobId, spec) = await StartAsync(folder);
        var mark = TimeSpan.FromDays(77);
        await OtherActivation.TouchAsync<JobGrainState>(fixture.Grid, "job", GrainOf(jobId), s =>
        {
            s.EarlierRuns = mark;
            return s;
        });
        await RequireSteppedDownAsync(jobId);
        Assert.False(File.Exists(new JobFolder(spec.Output).Success));
        await OtherActivation.TouchAsync<JobGrainState>(fixture.Grid, "job", GrainOf(jobId), s =>
        {
            Assert.Equal((mark, JobState.Running), (s.EarlierRuns, s.Progress!.State));
            return s;
        });
        await FinishAsync(jobId, spec);
    }

    [Fact]
    public async Task Run_LaterRunHasClaimedTheFolder_EndsWithoutTouchingItAndTheNextRunIsNewer()
    {
        using var folder = new TempFolder();
        var (jobId, spec) = await StartAsync(folder);
        var epochs = new JobEpochs(new JobFolder(spec.Output));
        Assert.True(await epochs.ClaimAsync(2, "a coordinator with a store of its own", TestContext.Current.CancellationToken));
        await RequireSteppedDownAsync(jobId);
        Assert.False(File.Exists(new JobFolder(spec.Output).Success));
        await FinishAsync(jobId, spec);
        Assert.Equal(4, await epochs.NextAsync(1, TestContext.Current.CancellationToken));
    }

    private static GrainId GrainOf(string jobId) => GrainId.Create("job", jobId);

    /// <summary>The run ends by itself: whoever watches hears that another coordinator has the job.</summary>
    private async Task RequireSteppedDownAsync(string jobId)
    {
        for (var end = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < end; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            try
            {
                // A fresh activation shows the stored run as interrupted.
                if ((await fixture.Grid.Client.GetJobAsync(jobId)).State == JobState.Paused)
                    return;
            }
            catch (GridException e)
            {
                Assert.True(e.IsTransient);
                return;
            }
        }
        Assert.Fail("The stale coordinator went on.");
    }

    private async Task FinishAsync(string jobId, JobSpec spec)
    {
        // Calls that still reach the stale activation are told to ask again.
        for (var tries = 0; ; tries++)
        {
            try
            {
                await fixture.Grid.Client.ResumeAsync(jobId);
                break;
            }
            catch (GridException e) when (e.IsTransient && tries < 50)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
        var end = await fixture.Grid.FinishAsync(jobId);
        Assert.True(end.State == JobState.Done, end.Message);
        Assert.Equal(2030, (await OutputRows.ReadAsync(spec.Output)).Select(r => r.Id).Distinct().Count());
        Assert.Equal(2030, (await OutputRows.ReadAsync(spec.Output)).Count);
    }

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
