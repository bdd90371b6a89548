using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class SiloLossTests(GridFixture fixture)
{
    [Fact]
    public async Task Run_EncoderSiloKilledMidJob_EndsWithEveryItemOnceOnTheOther()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 2, options => options.ShardItems["image"] = options.ShardItems["video"] = 10);
        using var folder = new TempFolder();
        var spec = new JobSpec { Source = fixture.Corpus, Output = Path.Combine(folder.Path, "out"), Space = "classic@0", Modalities = [Modality.Image, Modality.Video] };
        await grid.Client.SubmitAsync("loss", spec);
        await foreach (var progress in grid.Client.WatchAsync("loss", TestContext.Current.CancellationToken))
        {
            if (progress.Embedded > 0)
                break;
        }
        await grid.KillAsync(grid.Silos[2]);
        var end = await grid.FinishAsync("loss");
        Assert.True(end.State == JobState.Done, end.Message);
        Assert.Equal(580, end.WithRow);
        Assert.Equal(580, (await OutputRows.ReadAsync(spec.Output)).Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public async Task Run_LastEncoderSiloLost_FailsWithASentenceAndCanBeResumed()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 1, options => options.ShardItems["video"] = 5, patience: TimeSpan.FromSeconds(2));
        using var folder = new TempFolder();
        var spec = new JobSpec { Source = fixture.Corpus, Output = Path.Combine(folder.Path, "out"), Space = "classic@0", Modalities = [Modality.Video] };
        await grid.Client.SubmitAsync("alone", spec);
        await grid.KillAsync(grid.Silos[1]);
        var end = await grid.FinishAsync("alone");
        Assert.Equal(JobState.Failed, end.State);
        Assert.Contains("No encoder silo", end.Message);

        await grid.AddEncoderAsync();
        await grid.Client.ResumeAsync("alone");
        end = await grid.FinishAsync("alone");
        Assert.True(end.State == JobState.Done, end.Message);
        Assert.Equal(290, (await OutputRows.ReadAsync(spec.Output)).Select(r => r.Id).Distinct().Count());
    }
}
