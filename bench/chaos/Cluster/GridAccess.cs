using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using UniBind.Grid.Client;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>The runner's way into a cluster: as a user has it, and as Orleans has it, to find out which silo coordinates a job.</summary>
internal sealed class GridAccess : IAsyncDisposable
{
    public const string ClusterId = "chaos";
    private readonly GridConnection _connection;
    private readonly IHost _host;

    private GridAccess(GridConnection connection, IHost host) => (_connection, _host) = (connection, host);

    public IGridClient Client => _connection.Client;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IClusterClient>();

    public static async Task<GridAccess> OpenAsync(string address, CancellationToken ct)
    {
        var connection = await GridConnection.OpenAsync(new ClusterClientOptions(ClusterAddress.Parse(address), ClusterId), ct);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client
            .UseRedisClustering(address["redis://".Length..])
            .UseConnectionRetryFilter(async (_, token) =>
            {
                await Task.Delay(500, token);
                return true;
            })
            .Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2))
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (ClusterId, ClusterId)));
        var host = builder.Build();
        await host.StartAsync(ct);
        return new GridAccess(connection, host);
    }

    /// <summary>The port of the silo that coordinates a job; null when nobody says.</summary>
    public async Task<SiloAddress?> CoordinatorOfAsync(string jobId, CancellationToken ct)
    {
        try
        {
            return await Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(Grains.GetGrain<IJobGrain>(jobId), ct).AsTask().WaitAsync(TimeSpan.FromSeconds(5), ct);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _host.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _host.Dispose();
    }
}
