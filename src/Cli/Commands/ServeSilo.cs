using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UniBind.Grid.Encoding;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary><c>unibind serve --cluster</c>: one silo of a cluster, for as long as the process lives.</summary>
internal static class ServeSilo
{
    /// <summary>Runs the silo until it is asked to stop.</summary>
    /// <param name="silo">What the silo is.</param>
    /// <param name="httpPort">The port of HTTP; 0 for any free one.</param>
    /// <param name="drain">How long it drains; null for the default of its roles.</param>
    /// <param name="redisPatience">How long it waits for Redis at its start; null for as long as it takes.</param>
    /// <param name="settings">What the command line says of grids.</param>
    /// <param name="cancellationToken">Asks it to stop.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(GridSiloOptions silo, int httpPort, TimeSpan? drain, TimeSpan? redisPatience, GridSettings settings, CancellationToken cancellationToken)
    {
        var options = new ClusterSiloOptions
        {
            Silo = silo,
            HttpPort = httpPort,
            Http = settings.Http,
            Drain = drain,
            RedisPatience = redisPatience,
            LogLevel = settings.LogLevel > LogLevel.Warning ? LogLevel.Warning : settings.LogLevel,
            Encoder = encoder => EmbeddedGrids.Apply(encoder, settings),
            ConfigureServices = services => services.Configure<EncoderHostOptions>(host => EmbeddedGrids.Apply(host, settings)),
        };
        await using var process = await StartAsync(options, cancellationToken);
        if (process is null)
        {
            Console.Out.WriteLine("Stopped before the silo was up.");
            return ExitCode.Done;
        }
        Console.Out.WriteLine($"The silo '{silo.Name}' is up: process {Environment.ProcessId}, {string.Join(", ", silo.Roles)}, in the cluster '{silo.ClusterId}' at {silo.Cluster}.");
        Console.Out.WriteLine($"  spaces  {silo.SpacesFolder}");
        Console.Out.WriteLine($"  listens {silo.Advertise}, silo port {silo.SiloPort}" + (silo.GatewayPort > 0 ? $", gateway port {silo.GatewayPort}" : ""));
        Console.Out.WriteLine($"  health  {settings.Http.Access.Scheme}://localhost:{process.HttpPort}/health/ready");
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Console.Out.WriteLine("Stopping: the shards at work are finished first.");
        return ExitCode.Done;
    }

    /// <summary>Starts the silo; null when it is asked to stop before it is up, as while it waits for Redis.</summary>
    private static async Task<ClusterSilo?> StartAsync(ClusterSiloOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ClusterSilo.StartAsync(options, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
