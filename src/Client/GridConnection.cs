using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using StackExchange.Redis;

namespace UniBind.Grid.Client;

/// <summary>A connection to a grid in another process, or to a cluster of them.</summary>
/// <remarks>Thread-safe after it was opened.</remarks>
public sealed class GridConnection : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);
    private readonly IHost _host;
    private readonly GridClient _client;
    private readonly IConnectionMultiplexer? _redis;

    private GridConnection(IHost host, TimeSpan patience, IConnectionMultiplexer? redis)
    {
        _host = host;
        _redis = redis;
        _client = new GridClient(host.Services.GetRequiredService<IClusterClient>(), patience);
    }

    /// <summary>The way into the grid.</summary>
    public IGridClient Client => _client;

    /// <summary>Connects to a gateway.</summary>
    /// <param name="gateway">The gateway's address.</param>
    /// <param name="clusterId">The grid's Orleans cluster id.</param>
    /// <param name="serviceId">The grid's Orleans service id.</param>
    /// <param name="cancellationToken">Gives up early.</param>
    /// <exception cref="GridException">Nobody answers at the address.</exception>
    public static async Task<GridConnection> OpenAsync(IPEndPoint gateway, string clusterId, string serviceId, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client
            .UseStaticClustering(gateway)
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (clusterId, serviceId)));
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new GridConnection(host, TimeSpan.Zero, null);
        }
        catch (OperationCanceledException)
        {
            host.Dispose();
            throw;
        }
        catch (Exception e)
        {
            host.Dispose();
            throw new GridException($"The grid at {gateway} does not answer: {e.Message}", e);
        }
    }

    /// <summary>Connects to a cluster, through whichever of its gateways are there; the loss of one is survived while there is another, or a new one in time.</summary>
    /// <exception cref="GridException">The Redis server does not answer, or the cluster has no gateway that does.</exception>
    public static async Task<GridConnection> OpenAsync(ClusterClientOptions options, CancellationToken cancellationToken)
    {
        var redis = await RedisGateways.ConnectAsync(options.Cluster, cancellationToken);
        var start = TimeProvider.System.GetTimestamp();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client
            .UseRedisGateways(() => redis, options)
            .UseConnectionRetryFilter(async (_, token) =>
            {
                await Task.Delay(RetryAfter, token);
                return TimeProvider.System.GetElapsedTime(start) < options.ConnectPatience;
            }));
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new GridConnection(host, options.ReconnectPatience, redis);
        }
        catch (Exception e)
        {
            host.Dispose();
            await redis.DisposeAsync();
            if (cancellationToken.IsCancellationRequested)
                throw;
            throw new GridException($"No gateway of the cluster '{options.ClusterId}' at {options.Cluster} answers; start a silo of it with: unibind serve --role gateway", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.StopAsync();
        _host.Dispose();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }
}
