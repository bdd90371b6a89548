using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Logging.Console;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Silo;

/// <summary>Builds and stops the host of one silo.</summary>
internal static class SiloHosts
{
    /// <summary>What is kept of the time for a silo to leave its cluster, however long requests take.</summary>
    private static readonly TimeSpan LeastLeave = TimeSpan.FromSeconds(5);

    /// <summary>Builds the host of a silo.</summary>
    /// <param name="silo">What the silo is.</param>
    /// <param name="level">The least level that is logged, to standard error.</param>
    /// <param name="httpPort">The port of HTTP (see <see cref="GridHttpOptions"/>), on the silo's address and on loopback; null for none.</param>
    /// <param name="encoder">Sets up the encoder role.</param>
    /// <param name="configure">Adds to the services.</param>
    /// <param name="beside">The readiness of the encoder silo that another host of this process has; null where there is none.</param>
    /// <param name="http">Who may ask over HTTP for what; null for the defaults.</param>
    /// <exception cref="GridException">HTTP would be open to who should not ask, or a file of it is faulty.</exception>
    public static IHost Build(GridSiloOptions silo, LogLevel level, int? httpPort, Action<EncoderSiloOptions>? encoder, Action<IServiceCollection>? configure, Func<EncoderReadiness>? beside = null, GridHttpOptions? http = null)
    {
        if (httpPort is not { } port)
        {
            var plain = Host.CreateEmptyApplicationBuilder(null);
            Fill(plain, silo, level, serves: false, encoder, configure);
            return plain.Build();
        }
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        http ??= new GridHttpOptions();
        http.Api = silo.Roles.Contains(Role.Gateway);
        AccessRules.Check(http, silo.Advertise, http.Api);
        var addresses = new AccessAddresses(AccessRules.AddressesOf(http.Access, silo.Advertise));
        web.Services.AddSingleton(addresses);
        web.UseGridKestrel(http.Access, addresses, port);
        web.Services.AddGridHttp(http);
        Fill(web, silo, level, serves: true, encoder, configure);
        web.Services.AddGridHealth(beside is null ? silo.Roles : silo.Roles.Append(Role.Encoder), beside);
        var app = web.Build();
        return app.UseGridHttp(http);
    }

    /// <summary>Ends the streams, takes no new request, and waits for those at work; what is left when the time is up is cut off. Nothing happens where HTTP is not served.</summary>
    public static async Task StopServingAsync(IHost host, TimeSpan timeout)
    {
        if (host.Services.GetService<IServer>() is not { } server)
            return;
        host.Services.GetService<DrainState>()?.Close();
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            await server.StopAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The limit is up, and the connections are closed.
        }
    }

    /// <summary>Stops a host, HTTP first, and ends what is left when the time is up.</summary>
    public static async Task StopAsync(IHost host, TimeSpan timeout)
    {
        // One slow reader must not use up the time in which the silo leaves its cluster: HTTP has a limit of its own.
        var leave = timeout > 2 * LeastLeave ? LeastLeave : timeout / 2;
        var start = Stopwatch.GetTimestamp();
        await StopServingAsync(host, timeout - leave).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var left = timeout - Stopwatch.GetElapsedTime(start);
        using var limit = new CancellationTokenSource(left > leave ? left : leave);
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

    private static void Fill(IHostApplicationBuilder builder, GridSiloOptions silo, LogLevel level, bool serves, Action<EncoderSiloOptions>? encoder, Action<IServiceCollection>? configure)
    {
        Log(builder, level);
        // Who stops the host says how long it may take; the host's own 30 seconds would cut it short.
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        // When a silo dies, the others write pages of stack traces about every call to it that fails, and that is the normal case here.
        if (silo.Cluster is not null && level > LogLevel.Information)
            builder.Logging.AddFilter("Orleans", LogLevel.Critical);
        builder.AddGridTelemetry(silo, serves).AddGridSilo(silo, encoder);
        configure?.Invoke(builder.Services);
    }

    /// <summary>Logs to standard error, and nothing that is the normal case of a grid.</summary>
    internal static void Log(IHostApplicationBuilder builder, LogLevel level)
    {
        builder.Logging.AddSimpleConsole(o => o.SingleLine = true).SetMinimumLevel(level);
        // Both warn at every start of a short-lived process: of workstation GC, and of the time before the silo was there.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        // The grid knows that its reminders are frequent: one a running job.
        builder.Logging.AddFilter("Orleans.Hosting.ReminderOptionsValidator", LogLevel.Error);
        // Whoever starts the grid gets the reason why it did not start, as an exception; the host would log it as well, with its stack.
        if (level > LogLevel.Information)
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // Whoever asks for the health gets the reason; it need not be logged at each question.
        if (level > LogLevel.Information)
            builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // Results go to standard output, everything about how they came to be goes to standard error.
        builder.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
