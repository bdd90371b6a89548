using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Client;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

public sealed class OnlineRouterTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Embed_OneOfThreeSilosIsBusyOrFull_GoesToTheOthersAndIsRefusedWhenAllAreFull()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 3);
        using var client = new GridClient(grid.Grains);
        await EmbedAsync(client, "warm");

        // One silo stands still: what was sent there waits, and little more is sent there.
        var calls = new List<Task<OnlineEmbeddings>>();
        using (grid.HoldDecoders(0))
        {
            for (var i = 0; i < 60; i++)
            {
                calls.Add(EmbedAsync(client, $"text {i}"));
                await Task.Delay(5, Cancelled);
            }
            Assert.InRange(calls.Count(c => c.IsCompleted), 30, 60);
            Assert.InRange(grid.OnlineItems()[0], 0, 15);
        }
        Assert.All(await Task.WhenAll(calls), f => Assert.NotNull(f.Items[0].Vector));

        // One silo is full, which its depth does not show.
        var gates = grid.Silos.Skip(1).Select(s => grid.Services(s).GetRequiredService<OnlineGate>()).ToArray();
        var places = new List<IDisposable> { gates[0].Enter(1, 256L << 20, 0) };
        for (var i = 0; i < 40; i++)
            Assert.NotNull((await EmbedAsync(client, $"elsewhere {i}")).Items[0].Vector);
        Assert.Equal(1, gates[0].Count);

        places.AddRange(gates.Skip(1).Select(g => g.Enter(1, 256L << 20, 0)));
        var error = await Assert.ThrowsAsync<GridException>(() => EmbedAsync(client, "nowhere"));
        Assert.Equal((GridErrorKind.Overloaded, true), (error.Kind, error.IsTransient));
        Assert.InRange(error.RetryAfter!.Value.TotalSeconds, 0.25, 60);
        places.ForEach(p => p.Dispose());
        Assert.NotNull((await EmbedAsync(client, "again")).Items[0].Vector);
    }

    [Fact]
    public async Task Embed_SiloKilledMidRequestAndAnotherJoins_AnswersEveryRequestAndTheNewSiloGetsTraffic()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 2);
        using var client = new GridClient(grid.Grains);
        await EmbedAsync(client, "warm");
        var killed = grid.Silos[1];
        using (grid.HoldDecoders(0))
        {
            var calls = Enumerable.Range(0, 30).Select(i => EmbedAsync(client, $"text {i}")).ToArray();
            while (grid.OnlineItems()[0] == 0)
                await Task.Delay(5, Cancelled);
            await grid.KillAsync(killed);
            var answers = await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(25), Cancelled);
            Assert.All(answers, a => Assert.NotNull(a.Items[0].Vector));
        }

        await grid.AddEncoderAsync();
        var joined = grid.Services(grid.Silos[^1]).GetRequiredService<PackCatalog>();
        var start = TimeProvider.System.GetTimestamp();
        while ((await joined.GetEncoderAsync("classic", Modality.Text, Cancelled)).Statistics.Items == 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20), "the silo that joined gets no traffic");
            await EmbedAsync(client, "more");
        }
    }

    [Fact]
    public async Task Embed_NoEncoderSilo_IsUnavailableWithAWait()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 0);
        using var client = new GridClient(grid.Grains);
        var error = await Assert.ThrowsAsync<GridException>(() => EmbedAsync(client, "nobody"));
        Assert.Equal(GridErrorKind.Unavailable, error.Kind);
    }

    private static Task<OnlineEmbeddings> EmbedAsync(IGridClient client, string text) =>
        client.Online.EmbedAsync("classic@0", [MediaQuery.OfText(text)], cancellationToken: Cancelled);
}
