using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using UniBind.Grid.Client;
using UniBind.Grid.Encoding;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>A cluster of silos in this process, each with its own role; the first is the coordinator.</summary>
public sealed class GridCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private GridCluster(InProcessTestCluster cluster) => _cluster = cluster;

    public IGridClient Client => new GridClient(_cluster.Client);

    public IGrainFactory Grains => _cluster.Client;

    /// <summary>The addresses of the silos, in the order of their names.</summary>
    public IReadOnlyList<SiloAddress> Silos => [.. _cluster.Silos.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => s.SiloAddress)];

    public static async Task<GridCluster> StartAsync(int encoders, Action<EncoderSiloOptions>? configure = null, TimeSpan? patience = null, Action<ISiloBuilder>? silos = null)
    {
        var builder = new InProcessTestClusterBuilder((short)(1 + encoders));
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((options, silo) =>
        {
            var role = options.SiloName == "Silo_0" ? Role.Coordinator : Role.Encoder;
            silo.AddMemoryGrainStorage(GrainStorage.Name);
            silo.AddGridGrains([role], options.SiloName, "cpu", encoder =>
            {
                encoder.Packs.Add(ClassicPack.Folder);
                configure?.Invoke(encoder);
            });
            silo.Services.Configure<CoordinatorOptions>(o =>
            {
                o.WorkerPatience = patience ?? TimeSpan.FromSeconds(encoders == 0 ? 1 : 20);
                o.WorkerRefresh = TimeSpan.FromMilliseconds(200);
            });
            silos?.Invoke(silo);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        var grid = new GridCluster(cluster);
        while ((await grid.Client.DescribeWorkersAsync()).Count < encoders)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        return grid;
    }

    public async Task<JobProgress> FinishAsync(string jobId)
    {
        JobProgress? last = null;
        await foreach (var progress in Client.WatchAsync(jobId, TestContext.Current.CancellationToken))
            last = progress;
        return last!;
    }

    /// <summary>Ends a silo without a farewell.</summary>
    public Task KillAsync(SiloAddress silo) => _cluster.KillSiloAsync(_cluster.Silos.Single(s => s.SiloAddress.Equals(silo)));

    /// <summary>Starts one more encoder silo.</summary>
    public async Task AddEncoderAsync()
    {
        var before = (await Client.DescribeWorkersAsync()).Count;
        await _cluster.StartAdditionalSiloAsync();
        while ((await Client.DescribeWorkersAsync()).Count <= before)
            await Task.Delay(50, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
