using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using StackExchange.Redis;

namespace UniBind.Grid.Client;

/// <summary>A cluster's list of gateways, in Redis.</summary>
internal static class RedisGateways
{
    /// <summary>Opens a connection, which opens itself again when it is lost.</summary>
    /// <exception cref="GridException">The server does not answer, or refuses the login, or the cluster is in Azure Storage.</exception>
    public static async Task<IConnectionMultiplexer> ConnectAsync(ClusterAddress cluster, CancellationToken cancellationToken)
    {
        if (cluster.IsAzure)
            throw new GridException($"The cluster in the storage account '{cluster}' is reached through the HTTP API of its gateways; commands with --cluster need a Redis server.");
        try
        {
            var options = ConfigurationOptions.Parse(cluster.Configuration);
            options.AbortOnConnectFail = true;
            options.ConnectRetry = 1;
            options.ClientName = "unibind-client";
            return await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(cancellationToken);
        }
        catch (RedisConnectionException e)
        {
            var refused = e.FailureType == ConnectionFailureType.AuthenticationFailure;
            throw new GridException($"The Redis server at {cluster} {(refused ? "refuses the login" : "does not answer")}; check --cluster or {ClusterAddress.Variable}, which may carry a password.");
        }
        catch (ArgumentException)
        {
            throw new GridException($"The connection to the Redis server at {cluster} has a setting that is none of StackExchange.Redis'.");
        }
    }

    /// <summary>Lets a client find its gateways through the connection.</summary>
    /// <param name="client">The client.</param>
    /// <param name="redis">The connection, asked for when the client starts.</param>
    /// <param name="options">Which cluster.</param>
    public static IClientBuilder UseRedisGateways(this IClientBuilder client, Func<IConnectionMultiplexer> redis, ClusterClientOptions options)
    {
        client.UseRedisClustering(o =>
        {
            // Asked for by the provider's validator; the connection is made already.
            o.ConfigurationOptions = new ConfigurationOptions();
            o.CreateMultiplexer = _ => Task.FromResult((redis(), true));
        });
        return client
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.ClusterId, options.ClusterId))
            .Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = options.GatewayRefresh);
    }
}
