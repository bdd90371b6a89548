namespace UniBind.Grid.Cluster.Tests;

public sealed class EncoderPlacementTests(GridFixture fixture)
{
    [Fact]
    public async Task GetSilo_EncoderGrainOfEachModalityAndSilo_IsOnItsOwnEncoderSilo()
    {
        var workers = await fixture.Grid.Client.DescribeWorkersAsync();
        Assert.Equal(2, workers.Count);
        Assert.Equal(fixture.Grid.Silos.Skip(1).Select(s => s.ToParsableString()).Order(), workers.Select(w => w.Silo).Order());
        foreach (var worker in workers)
        {
            foreach (var modality in Modalities.All)
            {
                var grain = fixture.Grid.Grains.GetGrain<IEncoderGrain>(PinnedKey.For(modality.Name(), worker.Silo));
                Assert.Equal(worker.Silo, await grain.GetSiloAsync());
            }
        }
    }

    [Fact]
    public async Task GetSilo_KeyOfTheCoordinatorSilo_ThrowsThatItIsNoEncoderSilo()
    {
        var coordinator = fixture.Grid.Silos[0].ToParsableString();
        var grain = fixture.Grid.Grains.GetGrain<IEncoderGrain>(PinnedKey.For("image", coordinator));
        var error = await Assert.ThrowsAnyAsync<OrleansException>(grain.GetSiloAsync);
        Assert.Contains("not an active encoder silo", error.Message);
    }
}
