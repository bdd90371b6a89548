using System.Net;
using System.Net.NetworkInformation;

namespace UniBind.Grid.EndToEnd.Tests;

/// <summary>Jobs on silos that are processes of their own, and what becomes of them when one is lost.</summary>
public sealed class ClusterJobTests(ClusterCorpus corpus) : IClassFixture<ClusterCorpus>
{
    [Fact]
    public async Task Embed_OneCoordinatorTwoEncoders_GivesTheRowsOfTheEmbeddedGrid()
    {
        await using var cluster = new ClusterOfSilos();
        var silos = await cluster.AddAsync("coordinator+gateway", "encoder.1", "encoder.2");
        await cluster.ConnectAsync(encoders: 2);
        var output = cluster.File("out");
        var environment = new Dictionary<string, string> { [ClusterAddress.Variable] = cluster.Redis.Address };

        var embedded = await UniBindCommand.RunAsync(cluster.Home, environment, "embed", corpus.Folder, "--out", output, "--job", "rows", "--cluster-id", "test");

        Assert.True(embedded.ExitCode == 0, embedded.Errors + cluster.Log());
        await corpus.CheckAsync(output);
        var list = await UniBindCommand.RunAsync(cluster.Home, ["jobs", "list", .. cluster.Options]);
        Assert.Contains("rows", list.Output);
        AssertOnLoopback(silos);
        var codes = await Task.WhenAll(silos.Select(s => s.StopAsync()));
        Assert.All(codes, code => Assert.Equal(0, code));
    }

    [Fact]
    public async Task Encoder_KilledMidJobWithItsGateway_NothingIsLostOrDoubled()
    {
        await using var cluster = new ClusterOfSilos();
        var silos = await cluster.AddAsync("coordinator", "encoder+gateway.1", "encoder+gateway.2");
        await cluster.ConnectAsync(encoders: 2);
        var output = cluster.File("out");
        await cluster.Client.SubmitAsync("killed-encoder", corpus.Job(output));
        var end = cluster.FinishAsync("killed-encoder");
        await cluster.WaitForPartsAsync(output);

        silos[1].Kill();

        ClusterOfSilos.RequireUnfinished(output);
        var last = await end;
        Assert.True(last.State == JobState.Done, last.Message + cluster.Log());
        await corpus.CheckAsync(output);
    }

    [Fact]
    public async Task Coordinator_KilledMidJob_AnotherOneEndsTheJob()
    {
        await using var cluster = new ClusterOfSilos();
        await cluster.AddAsync("coordinator+gateway.1", "coordinator+gateway.2", "encoder");
        await cluster.ConnectAsync(encoders: 1);
        var output = cluster.File("out");
        await cluster.Client.SubmitAsync("killed-coordinator", corpus.Job(output));
        var coordinator = await cluster.FindCoordinatorAsync("killed-coordinator");
        await cluster.WaitForPartsAsync(output);

        coordinator.Kill();

        ClusterOfSilos.RequireUnfinished(output);
        var last = await cluster.FinishAsync("killed-coordinator");
        Assert.True(last.State == JobState.Done, last.Message + cluster.Log());
        await corpus.CheckAsync(output);
    }

    [Fact]
    public async Task Coordinator_StoppedMidJob_LetsShardsCommitAndLeavesTheJobToTheNext()
    {
        await using var cluster = new ClusterOfSilos();
        var silos = await cluster.AddAsync("coordinator+gateway.1", "encoder");
        await cluster.ConnectAsync(encoders: 1);
        var output = cluster.File("out");
        await cluster.Client.SubmitAsync("stopped-coordinator", corpus.Job(output));
        await cluster.WaitForPartsAsync(output);

        Assert.Equal(0, await silos[0].StopAsync());

        ClusterOfSilos.RequireUnfinished(output);
        await cluster.AddAsync("coordinator+gateway.2");
        var last = await cluster.FinishAsync("stopped-coordinator");
        Assert.True(last.State == JobState.Done, last.Message + cluster.Log());
        await corpus.CheckAsync(output);
    }

    [Fact]
    public async Task Redis_LostMidJob_SilosAreNotReadyAndRecover()
    {
        await using var cluster = new ClusterOfSilos();
        var silos = await cluster.AddAsync("coordinator+gateway", "encoder");
        await cluster.ConnectAsync(encoders: 1);
        await Task.WhenAll(silos.Select(s => cluster.WaitForReadinessAsync(s, ready: true)));
        var output = cluster.File("out");
        await cluster.Client.SubmitAsync("lost-redis", corpus.Job(output));
        await cluster.WaitForPartsAsync(output);

        cluster.Redis.Stop();

        var said = await Task.WhenAll(silos.Select(s => cluster.WaitForReadinessAsync(s, ready: false)));
        Assert.All(said, text => Assert.Contains($"The Redis server at 127.0.0.1:{cluster.Redis.Port} does not answer.", text));
        cluster.Redis.StartAgain();
        await Task.WhenAll(silos.Select(s => cluster.WaitForReadinessAsync(s, ready: true)));
        var last = await cluster.FinishAsync("lost-redis");
        Assert.True(last.State == JobState.Done, last.Message + cluster.Log());
        await corpus.CheckAsync(output);
    }

    private static void AssertOnLoopback(SiloProcess[] silos)
    {
        var ports = silos.SelectMany(s => s.Ports).ToHashSet();
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(l => ports.Contains(l.Port)).ToArray();
        Assert.Equal(ports.Order(), listeners.Select(l => l.Port).Distinct().Order());
        Assert.All(listeners, l => Assert.True(IPAddress.IsLoopback(l.Address), $"{l} is open beyond loopback"));
    }
}
