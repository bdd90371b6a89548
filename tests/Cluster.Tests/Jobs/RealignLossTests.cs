using UniBind.Grid.Corpora;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class RealignLossTests(GridFixture fixture)
{
    [Fact]
    public async Task Realign_EncoderSiloKilledMidJob_EndsWithEveryRowOnceOnTheOther()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 2, options => options.ShardItems["text"] = 1);
        using var folder = new TempFolder();
        var source = new JobSpec { Source = fixture.Corpus, Output = Path.Combine(folder.Path, "source"), Space = "classic@0", Modalities = [Modality.Text] };
        await grid.Client.SubmitAsync("source", source);
        Assert.Equal(JobState.Done, (await grid.FinishAsync("source")).State);

        var spec = new JobSpec { Source = source.Output, RealignFrom = source.Output, Output = Path.Combine(folder.Path, "out"), Space = "classic@0" };
        await grid.Client.SubmitAsync("realign", spec);
        while ((await grid.Client.GetJobAsync("realign")).Carried == 0)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        await grid.KillAsync(grid.Silos[2]);
        var end = await grid.FinishAsync("realign");

        Assert.True(end.State == JobState.Done, end.Message);
        var rows = await OutputRows.ReadAsync(spec.Output);
        Assert.Equal((290, 290), (rows.Count, rows.Select(r => r.Id).Distinct().Count()));
        var ledger = (await FinishedJob.ReadAsync(new JobFolder(spec.Output), TestContext.Current.CancellationToken)).Ledger;
        Assert.Equal((2030L, 290L, 0L, true), (ledger.Input, ledger.Carried, ledger.Embedded, ledger.Closed));
    }
}
