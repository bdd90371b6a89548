using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace UniBind.Grid.Client;

/// <summary>
/// A cluster's client that lives with the program's host. Its Orleans client is one of its own, beside any other of the program; it can be had at once and answers
/// from the start of the host on.
/// </summary>
internal sealed class GridClusterConnection : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);
    private readonly IHost _host;
    private readonly ClusterClientOptions _options;
    private IConnectionMultiplexer? _redis;
    private long _start;

    public GridClusterConnection(IOptions<UniBindClusterOptions> options)
    {
        var o = options.Value;
        _options = new ClusterClientOptions(ClusterAddress.Parse(o.Cluster), o.ClusterId) { ConnectPatience = o.ConnectPatience, ReconnectPatience = o.ReconnectPatience };
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client
            .UseRedisGateways(() => _redis!, _options)
            .UseConnectionRetryFilter(async (_, token) =>
            {
                await Task.Delay(RetryAfter, token);
                return TimeProvider.System.GetElapsedTime(_start) < _options.ConnectPatience;
            }));
        _host = builder.Build();
        Client = new GridClient(_host.Services.GetRequiredService<IClusterClient>(), o.ReconnectPatience);
    }

    /// <summary>The way into the grid.</summary>
    public IGridClient Client { get; }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _redis = await RedisGateways.ConnectAsync(_options.Cluster, cancellationToken);
        _start = TimeProvider.System.GetTimestamp();
        try
        {
            await _host.StartAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GridException($"No gateway of the cluster '{_options.ClusterId}' at {_options.Cluster} answers; start a silo of it with: unibind serve --role gateway", e) { Kind = GridErrorKind.Unavailable };
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }
}
