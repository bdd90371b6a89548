using System.Net;
using System.Security.Cryptography;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Silo;

/// <summary>
/// A running grid of two silos inside this process. It opens nothing beyond loopback, but for HTTP where <see cref="AccessOptions.Listen"/> says so.
/// </summary>
/// <remarks>Thread-safe after <see cref="StartAsync"/>. Disposal answers the requests at hand, lets the shards at work commit, and stops both silos.</remarks>
public sealed class EmbeddedGrid : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);
    private readonly IHost _coordinator;
    private readonly IHost _encoder;

    private EmbeddedGrid(IHost coordinator, IHost encoder, GridAddress address)
    {
        _coordinator = coordinator;
        _encoder = encoder;
        Address = address;
    }

    /// <summary>Where other processes of this machine reach the grid.</summary>
    public GridAddress Address { get; }

    /// <summary>The way into the grid from this process.</summary>
    public IClusterClient Client => _coordinator.Services.GetRequiredService<IClusterClient>();

    /// <summary>The services of the encoder silo, for health and for tests.</summary>
    internal IServiceProvider EncoderServices => _encoder.Services;

    /// <summary>Starts both silos and publishes the address in the data directory.</summary>
    /// <exception cref="OrleansConfigurationException">An option is out of range; the message names it.</exception>
    public static async Task<EmbeddedGrid> StartAsync(EmbeddedGridOptions options, CancellationToken cancellationToken)
    {
        if (options.HttpPort is not null)
            AccessRules.Check(options.Http, IPAddress.Loopback, api: true);
        var ports = FreePorts.Find(4);
        var httpPort = options.HttpPort is 0 ? ports[3] : options.HttpPort;
        var clusterId = "unibind-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var address = new GridAddress(Environment.ProcessId, ports[1], httpPort, clusterId, DateTimeOffset.UtcNow);
        var encoder = BuildEncoder(options, clusterId, ports[2], ports[0]);
        var coordinator = BuildCoordinator(options, clusterId, ports[0], ports[1], httpPort, encoder.Services);
        try
        {
            await coordinator.StartAsync(cancellationToken);
            await encoder.StartAsync(cancellationToken);
            options.Data?.Publish(address);
            return new EmbeddedGrid(coordinator, encoder, address);
        }
        catch
        {
            // A host that failed to start may fail to stop, too; what counts is why it did not start.
            await StopAsync(encoder).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await StopAsync(coordinator).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Requests first, while there is an encoder that can answer them.
        _coordinator.Services.GetService<DrainState>()?.Begin();
        await SiloHosts.StopServingAsync(_coordinator, StopTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await InterruptJobsAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await StopAsync(_encoder);
        await StopAsync(_coordinator);
    }

    /// <summary>Lets the shards at work commit before the silos go; jobs stay stored as running, for the grid that serves next.</summary>
    private async Task InterruptJobsAsync()
    {
        var jobs = await Client.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key).ListAsync(10_000);
        var running = jobs.Where(job => job.State == JobState.Running).Select(job => Client.GetGrain<IJobGrain>(job.JobId).InterruptAsync());
        await Task.WhenAll(running).WaitAsync(StopTimeout);
    }

    private static IHost BuildCoordinator(EmbeddedGridOptions options, string clusterId, int siloPort, int gatewayPort, int? httpPort, IServiceProvider encoder)
    {
        var silo = new GridSiloOptions
        {
            Roles = { Role.Coordinator, Role.Gateway },
            ProcessRoles = Role.All,
            IsObserved = httpPort is not null,
            Name = "coordinator",
            SiloPort = siloPort,
            GatewayPort = gatewayPort,
            PrimaryPort = siloPort,
            ClusterId = clusterId,
            DatabaseFile = options.Data?.DatabaseFile,
            SpacesFolder = options.SpacesFolder ?? options.Data?.SpacesFolder,
        };
        return SiloHosts.Build(silo, options.LogLevel, httpPort, encoder: null, options.ConfigureCoordinator, encoder.GetRequiredService<EncoderReadiness>, options.Http);
    }

    private static IHost BuildEncoder(EmbeddedGridOptions options, string clusterId, int siloPort, int primaryPort)
    {
        var silo = new GridSiloOptions
        {
            Roles = { Role.Encoder },
            SharesProcess = true,
            IsObserved = options.HttpPort is not null,
            Name = "encoder",
            Device = options.Device,
            SiloPort = siloPort,
            PrimaryPort = primaryPort,
            ClusterId = clusterId,
            SpacesFolder = options.SpacesFolder ?? options.Data?.SpacesFolder,
        };
        return SiloHosts.Build(silo, options.LogLevel, httpPort: null, options.Encoder, services =>
        {
            services.Configure<EmbeddingCacheOptions>(o => o.Folder = options.Data?.CacheFolder ?? "");
            if (options.HttpPort is not null)
                services.Configure<EncoderSiloOptions>(o => o.Preload = true); // who answers for its readiness knows that the encoders load
            options.ConfigureEncoder?.Invoke(services);
        });
    }

    private static Task StopAsync(IHost host) => SiloHosts.StopAsync(host, StopTimeout);
}
