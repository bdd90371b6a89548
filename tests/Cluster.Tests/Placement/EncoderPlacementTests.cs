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

    [Fact]
    public async Task Encode_TextOnEachSilo_GivesTheSameUnitVector()
    {
        var vectors = new List<float[]>();
        foreach (var worker in await fixture.Grid.Client.DescribeWorkersAsync())
        {
            var grain = fixture.Grid.Grains.GetGrain<IEncoderGrain>(PinnedKey.For("text", worker.Silo));
            var reply = await grain.EncodeAsync(
                new EncodeRequest { Pack = "classic", Name = "a.txt", Content = "A spider has eight legs."u8.ToArray() },
                TestContext.Current.CancellationToken);
            vectors.Add(reply.ToFloats());
        }
        Assert.Equal(1, vectors[0].Sum(x => (double)x * x), 4);
        Assert.Equal(vectors[0], vectors[1]);
    }

    [Fact]
    public async Task Encode_ContentOverFourMebibytes_IsRefusedWithASentence()
    {
        var worker = (await fixture.Grid.Client.DescribeWorkersAsync())[0];
        var grain = fixture.Grid.Grains.GetGrain<IEncoderGrain>(PinnedKey.For("text", worker.Silo));
        var request = new EncodeRequest { Pack = "classic", Name = "big.txt", Content = new byte[EncodeRequest.MaxBytes + 1] };
        var error = await Assert.ThrowsAsync<GridException>(() => grain.EncodeAsync(request, TestContext.Current.CancellationToken));
        Assert.Contains("batch job", error.Message);
    }

    [Fact]
    public async Task Encode_UnknownPack_NamesThePacksThereAre()
    {
        var worker = (await fixture.Grid.Client.DescribeWorkersAsync())[0];
        var grain = fixture.Grid.Grains.GetGrain<IEncoderGrain>(PinnedKey.For("text", worker.Silo));
        var request = new EncodeRequest { Pack = "clip", Name = "a.txt", Content = "a"u8.ToArray() };
        var error = await Assert.ThrowsAsync<GridException>(() => grain.EncodeAsync(request, TestContext.Current.CancellationToken));
        Assert.Contains("'classic'", error.Message);
    }
}
