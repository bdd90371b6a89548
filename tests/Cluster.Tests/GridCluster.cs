using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using UniBind.Grid.Client;
using UniBind.Grid.Encoding;
using UniBind.Grid.Grains;
using UniBind.Grid.Silo;
using UniBind.Grid.Testing;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>A cluster of silos in this process, each with its own role; the first ones are the coordinators.</summary>
public sealed class GridCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly TempFolder _folder;

    private GridCluster(InProcessTestCluster cluster, TempFolder folder) => (_cluster, _folder) = (cluster, folder);

    public IGridClient Client => new GridClient(_cluster.Client);

    public IGrainFactory Grains => _cluster.Client;

    /// <summary>The addresses of the silos, in the order of their names.</summary>
    public IReadOnlyList<SiloAddress> Silos => [.. _cluster.Silos.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => s.SiloAddress)];

    /// <summary>The folder of its spaces.</summary>
    public string SpacesFolder => Path.Combine(_folder.Path, "spaces");

    /// <param name="encoders">The encoder silos.</param>
    /// <param name="configure">Sets them up.</param>
    /// <param name="patience">How long work waits for one.</param>
    /// <param name="coordinators">The coordinator silos. Of several, each may be lost: then state is in a file.</param>
    /// <param name="silos">Sets up what else each silo has.</param>
    public static async Task<GridCluster> StartAsync(int encoders, Action<EncoderSiloOptions>? configure = null, TimeSpan? patience = null, int coordinators = 1, Action<ISiloBuilder>? silos = null)
    {
        var folder = new TempFolder();
        var builder = new InProcessTestClusterBuilder((short)(coordinators + encoders));
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((options, silo) =>
        {
            var role = int.Parse(options.SiloName["Silo_".Length..]) < coordinators ? Role.Coordinator : Role.Encoder;
            if (coordinators > 1)
                silo.AddSqliteGrainStorage(GrainStorage.Name, folder.File("grid.db"));
            else
                silo.AddMemoryGrainStorage(GrainStorage.Name);
            silo.Services.Configure<SpaceStorageOptions>(o => o.Folder = Path.Combine(folder.Path, "spaces"));
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
        var grid = new GridCluster(cluster, folder);
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

    /// <summary>The services of a silo.</summary>
    public IServiceProvider Services(SiloAddress silo) => _cluster.Silos.Single(s => s.SiloAddress.Equals(silo)).ServiceProvider;

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }
}
