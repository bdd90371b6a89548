using System.Net;
using Microsoft.Extensions.DependencyInjection;
using UniBind.Grid.Client;
using UniBind.Grid.Encoding;
using UniBind.Grid.Grains;
using UniBind.Grid.Media;
using UniBind.Grid.Silo;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

public sealed class ReadinessTests
{
    [Fact]
    public async Task Ready_DecodersThatHang_TurnsFalseWithAReasonAndTheSiloGetsNoWorkUntilTheyComeBack()
    {
        using var folder = new TempFolder();
        folder.Write("corpus/a.txt", "A text.");
        await using var grid = await EmbeddedGrid.StartAsync(
            new EmbeddedGridOptions
            {
                HttpPort = 0,
                Encoder = o =>
                {
                    o.Packs.Add(ClassicPack.Folder);
                    o.DecodeThreads = 1;
                    o.MaxStuckDecodes = 0;
                    o.MediaLimits = new MediaLimits { DecodeTimeout = TimeSpan.FromSeconds(1) };
                },
            },
            TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{grid.Address.HttpPort}") };
        await WaitForAsync(http, HttpStatusCode.OK); // once all encoders are loaded

        using var hang = new ManualResetEventSlim();
        var decoders = grid.EncoderServices.GetRequiredService<DecodePool>();
        await Assert.ThrowsAsync<ItemException>(() => decoders.RunAsync(_ => hang.Wait(TimeSpan.FromMinutes(1), CancellationToken.None), TestContext.Current.CancellationToken));
        var body = await WaitForAsync(http, HttpStatusCode.ServiceUnavailable);
        Assert.Contains("1 of its decode threads hang", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live", TestContext.Current.CancellationToken)).StatusCode);
        var client = new GridClient(grid.Client);
        Assert.Contains("restart the silo", Assert.Single(await client.DescribeWorkersAsync()).NotReady, StringComparison.Ordinal);

        await client.SubmitAsync("waits", new JobSpec { Source = Path.Combine(folder.Path, "corpus"), Output = Path.Combine(folder.Path, "out"), Space = "classic@0" });
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(0, (await client.GetJobAsync("waits")).Embedded);
        hang.Set();
        await WaitForAsync(http, HttpStatusCode.OK);
        JobProgress? end = null;
        await foreach (var progress in client.WatchAsync("waits", TestContext.Current.CancellationToken))
            end = progress;
        Assert.True(end!.State == JobState.Done, end.Message);
        Assert.Equal((1, 0), (end.Embedded, end.DeadLettered));
    }

    [Fact]
    public async Task Ready_DeviceThatIsIdle_ProvesItselfWithATestItem()
    {
        await using var grid = await GridCluster.StartAsync(encoders: 1, o =>
        {
            o.CanaryInterval = TimeSpan.FromMilliseconds(300);
            o.Preload = true;
        });
        var services = grid.Services(grid.Silos[1]);
        var host = Assert.Single(await services.GetRequiredService<PackCatalog>().GetAllAsync());
        var readiness = services.GetRequiredService<EncoderReadiness>();
        while (readiness.NotReady is not null)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        var first = host.LastRunUtc;
        await Task.Delay(1_000, TestContext.Current.CancellationToken);
        Assert.True(host.LastRunUtc > first, "nobody asked for anything, and still the device ran");
        Assert.Null(readiness.Problem);
    }

    private static async Task<string> WaitForAsync(HttpClient http, HttpStatusCode status)
    {
        while (true)
        {
            using var answer = await http.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (answer.StatusCode == status)
                return body;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
