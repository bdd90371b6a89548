using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace UniBind.Grid.Client;

/// <summary>A connection to a grid in another process.</summary>
/// <remarks>Thread-safe after <see cref="OpenAsync"/>.</remarks>
public sealed class GridConnection : IAsyncDisposable
{
    private readonly IHost _host;

    private GridConnection(IHost host)
    {
        _host = host;
        Client = new GridClient(host.Services.GetRequiredService<IClusterClient>());
    }

    /// <summary>The way into the grid.</summary>
    public IGridClient Client { get; }

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
            return new GridConnection(host);
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

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
