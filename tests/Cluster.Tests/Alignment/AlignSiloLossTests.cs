using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

public sealed class AlignSiloLossTests
{
    [Fact]
    public async Task Train_SiloLostMidTraining_GoesOnFromTheCheckpointToTheSameHead()
    {
        await using var scenario = await AlignScenario.StartAsync(
            encoders: 2, silos: silo => silo.Services.Configure<AlignSiloOptions>(o => o.CheckpointInterval = TimeSpan.FromMilliseconds(200)));
        var output = await scenario.EmbedAsync("out", Modality.Image);
        var request = new AlignRequest { Sources = [output], Method = AlignMethods.InfoNce, Options = new AlignOptions { Epochs = 3000, Patience = 0, HoldOut = 0.2 } };
        var undisturbed = await scenario.TrainAsync(Modality.Image, request);

        // Trials go to the first of the silos while all are idle.
        var atWork = (await scenario.Grid.Client.DescribeWorkersAsync())[0].Silo;
        var killed = false;
        AlignProgress? last = null;
        await foreach (var progress in scenario.Grid.Client.Alignment.TrainAsync(AlignScenario.Space, Modality.Image, request, TestContext.Current.CancellationToken))
        {
            last = progress;
            if (!killed && progress is { Step: "training", Steps: > 0.05 })
            {
                killed = true;
                await scenario.Grid.KillAsync(scenario.Grid.Silos.Single(s => s.ToParsableString() == atWork));
            }
        }
        Assert.True(killed, "the training ended before the silo could be lost");
        Assert.Equal(undisturbed.Head!.Sha256, last!.Head!.Sha256);
        Assert.Contains(last.Notes, n => n.StartsWith("Went on from the checkpoint", StringComparison.Ordinal));
    }
}
