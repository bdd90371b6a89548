using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Corpora;
using UniBind.Grid.Grains;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class CoordinatorLossTests(GridFixture fixture)
{
    [Fact]
    public async Task Run_CoordinatorSiloKilled_GoesOnByItselfOnTheOther()
    {
        var held = new HeldShards(free: 5);
        await using var grid = await GridCluster.StartAsync(
            encoders: 1,
            options => options.ShardItems["image"] = options.ShardItems["video"] = 10,
            coordinators: 2,
            silos: silo =>
            {
                held.AddTo(silo);
                silo.UseInMemoryReminderService();
                silo.Services.Configure<CoordinatorOptions>(o => (o.UseReminders, o.ReminderPeriod) = (true, TimeSpan.FromMinutes(1)));
            });
        using var folder = new TempFolder();
        var spec = new JobSpec { Source = fixture.Corpus, Output = Path.Combine(folder.Path, "out"), Space = "classic@0", Modalities = [Modality.Image, Modality.Video] };
        await grid.Client.SubmitAsync("moving", spec);
        while ((await grid.Client.GetJobAsync("moving")).Embedded == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        var home = await grid.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grid.Grains.GetGrain<IJobGrain>("moving"), TestContext.Current.CancellationToken);
        await grid.KillAsync(home!);
        held.Open();

        // Nobody resumes it: to ask for it, as its reminder does, is all.
        JobProgress? end = null;
        for (var until = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < until && end is not { State: JobState.Done or JobState.Failed or JobState.Paused }; await Task.Delay(100, TestContext.Current.CancellationToken))
        {
            try
            {
                end = await grid.Client.GetJobAsync("moving");
            }
            catch (Exception e) when (TransientFaults.IsTransient(e))
            {
                // The directory learns of the loss.
            }
        }
        Assert.True(end is { State: JobState.Done }, end?.Message ?? "no answer");
        Assert.Equal(580, end!.Embedded);
        Assert.Equal(580, (await OutputRows.ReadAsync(spec.Output)).Count);
        Assert.Equal(3, await new JobEpochs(new JobFolder(spec.Output)).NextAsync(1, TestContext.Current.CancellationToken));
    }
}
