using System.Diagnostics;
using System.Net;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Silo;

/// <summary>A running silo of a cluster, the one of this process.</summary>
/// <remarks>Thread-safe after <see cref="StartAsync"/>. Disposal lets the shards at work commit, and leaves jobs stored as running, for the other silos.</remarks>
public sealed class ClusterSilo : IAsyncDisposable
{
    private static readonly TimeSpan LeastStop = TimeSpan.FromSeconds(5);
    private readonly IHost _host;
    private readonly ClusterSiloOptions _options;

    private ClusterSilo(IHost host, ClusterSiloOptions options, int httpPort)
    {
        _host = host;
        _options = options;
        HttpPort = httpPort;
    }

    /// <summary>The port of the health endpoints.</summary>
    public int HttpPort { get; }

    /// <summary>Starts the silo; it is a member of its cluster when this returns.</summary>
    /// <exception cref="GridException">The Redis server does not answer in <see cref="ClusterSiloOptions.RedisPatience"/>, or refuses the login, this build has no Azure Storage, a port is taken, a pack is faulty, or the device is not to be had.</exception>
    /// <exception cref="OrleansConfigurationException">An option is out of range; the message names it.</exception>
    public static async Task<ClusterSilo> StartAsync(ClusterSiloOptions options, CancellationToken cancellationToken)
    {
        AccessRules.Check(options.Http, options.Silo.Advertise, options.Silo.Roles.Contains(Role.Gateway));
        var httpPort = ChoosePorts(options);
        var host = SiloHosts.Build(options.Silo, options.LogLevel, httpPort, options.Encoder, options.ConfigureServices, http: options.Http);
        try
        {
            // All that can be known to fail is asked for before the cluster sees the silo.
            if (host.Services.GetService<RedisConnection>() is { } redis)
                await RedisWait.OpenAsync(redis, options, httpPort, cancellationToken);
            if (options.Silo.Roles.Contains(Role.Encoder))
                await host.Services.GetRequiredService<PackCatalog>().GetAllAsync().WaitAsync(cancellationToken);
            await host.StartAsync(cancellationToken);
            return new ClusterSilo(host, options, httpPort);
        }
        catch
        {
            // A host that failed to start may fail to stop, too; what counts is why it did not start.
            await SiloHosts.StopAsync(host, options.StopTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>Stops the silo: it says that it is not ready, serves on while it drains, takes no new request, ends those at work, and leaves the cluster.</summary>
    public async ValueTask DisposeAsync()
    {
        var roles = _options.Silo.Roles;
        _host.Services.GetRequiredService<DrainState>().Begin();
        await Task.Delay(_options.Drain ?? (roles.Contains(Role.Gateway) ? ClusterSiloOptions.DefaultDrain : TimeSpan.Zero));
        var start = Stopwatch.GetTimestamp();
        if (roles.Contains(Role.Coordinator))
            await InterruptJobsAsync().WaitAsync(_options.StopTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // One limit for both, and always enough to leave the cluster, so that nobody has to find out that the silo is gone.
        var left = _options.StopTimeout - Stopwatch.GetElapsedTime(start);
        await SiloHosts.StopAsync(_host, left > LeastStop ? left : LeastStop);
    }

    private static int ChoosePorts(ClusterSiloOptions options)
    {
        var silo = options.Silo;
        var hasGateway = silo.Roles.Contains(Role.Gateway);
        FreePorts.Require(silo.Advertise, silo.SiloPort, "--silo-port");
        if (hasGateway)
            FreePorts.Require(silo.Advertise, silo.GatewayPort, "--gateway-port");
        FreePorts.Require(IPAddress.Loopback, options.HttpPort, "--http-port");
        var free = FreePorts.Find(silo.Advertise, 3);
        silo.IsObserved = true;
        silo.SiloPort = silo.SiloPort > 0 ? silo.SiloPort : free[0];
        silo.GatewayPort = !hasGateway ? 0 : silo.GatewayPort > 0 ? silo.GatewayPort : free[1];
        return options.HttpPort > 0 ? options.HttpPort : free[2];
    }

    /// <summary>Lets the shards at work of the jobs that this silo coordinates commit; the jobs stay stored as running.</summary>
    private async Task InterruptJobsAsync()
    {
        var grains = _host.Services.GetRequiredService<IGrainFactory>();
        var here = _host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var management = grains.GetGrain<IManagementGrain>(0);
        var interrupted = new List<Task>();
        foreach (var job in await grains.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key).ListAsync())
        {
            if (job.State != JobState.Running)
                continue;
            var grain = grains.GetGrain<IJobGrain>(job.JobId);
            if (here.Equals(await management.GetActivationAddress(grain)))
                interrupted.Add(grain.InterruptAsync());
        }
        await Task.WhenAll(interrupted);
    }
}
