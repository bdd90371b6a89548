using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Console;

namespace UniBind.Grid.Silo;

/// <summary>
/// A running grid of two silos inside this process. It opens nothing beyond loopback.
/// </summary>
/// <remarks>Thread-safe after <see cref="StartAsync"/>. Disposal stops both silos and waits for the work at hand.</remarks>
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
        var ports = LoopbackPorts.Find(4);
        var httpPort = options.HttpPort is 0 ? ports[3] : options.HttpPort;
        var clusterId = "unibind-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var address = new GridAddress(Environment.ProcessId, ports[1], httpPort, clusterId, DateTimeOffset.UtcNow);
        var encoder = BuildEncoder(options, clusterId, ports[2], ports[0]);
        var coordinator = BuildCoordinator(options, clusterId, ports[0], ports[1], httpPort);
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

    private static IHost BuildCoordinator(EmbeddedGridOptions options, string clusterId, int siloPort, int gatewayPort, int? httpPort)
    {
        var silo = new GridSiloOptions
        {
            Roles = { Role.Coordinator, Role.Gateway },
            Name = "coordinator",
            SiloPort = siloPort,
            GatewayPort = gatewayPort,
            PrimaryPort = siloPort,
            ClusterId = clusterId,
            DatabaseFile = options.Data?.DatabaseFile,
            SpacesFolder = options.SpacesFolder ?? options.Data?.SpacesFolder,
        };
        if (httpPort is not { } port)
        {
            var plain = Host.CreateEmptyApplicationBuilder(null);
            Log(plain, options.LogLevel);
            plain.AddGridSilo(silo);
            options.ConfigureCoordinator?.Invoke(plain.Services);
            return plain.Build();
        }
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        web.Services.AddRoutingCore();
        Log(web, options.LogLevel);
        web.AddGridSilo(silo);
        options.ConfigureCoordinator?.Invoke(web.Services);
        web.Services.AddGridHealth();
        var app = web.Build();
        app.MapGridHealth();
        return app;
    }

    private static IHost BuildEncoder(EmbeddedGridOptions options, string clusterId, int siloPort, int primaryPort)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        Log(builder, options.LogLevel);
        builder.AddGridSilo(
            new GridSiloOptions
            {
                Roles = { Role.Encoder },
                Name = "encoder",
                Device = options.Device,
                SiloPort = siloPort,
                PrimaryPort = primaryPort,
                ClusterId = clusterId,
                SpacesFolder = options.SpacesFolder ?? options.Data?.SpacesFolder,
            },
            options.Encoder);
        options.ConfigureEncoder?.Invoke(builder.Services);
        return builder.Build();
    }

    private static void Log(IHostApplicationBuilder builder, LogLevel level)
    {
        builder.Logging.AddSimpleConsole(o => o.SingleLine = true).SetMinimumLevel(level);
        // Both warn at every start of a short-lived process: of workstation GC, and of the time before the silo was there.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        // Whoever starts the grid gets the reason why it did not start, as an exception; the host would log it as well, with its stack.
        if (level > LogLevel.Information)
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // Results go to standard output, everything about how they came to be goes to standard error.
        builder.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static async Task StopAsync(IHost host)
    {
        using var limit = new CancellationTokenSource(StopTimeout);
        try
        {
            await host.StopAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The limit is up; disposal ends what is left.
        }
        finally
        {
            if (host is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
            else
                host.Dispose();
        }
    }
}
