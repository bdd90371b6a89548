using System.Net;
using Microsoft.Extensions.Logging.Console;
using UniBind.Grid.Grains;

namespace UniBind.Grid.Silo;

/// <summary>Builds and stops the host of one silo.</summary>
internal static class SiloHosts
{
    /// <summary>Builds the host of a silo.</summary>
    /// <param name="silo">What the silo is.</param>
    /// <param name="level">The least level that is logged, to standard error.</param>
    /// <param name="httpPort">The port of the health endpoints, on the silo's address and on loopback; null for none.</param>
    /// <param name="encoder">Sets up the encoder role.</param>
    /// <param name="configure">Adds to the services.</param>
    public static IHost Build(GridSiloOptions silo, LogLevel level, int? httpPort, Action<EncoderSiloOptions>? encoder, Action<IServiceCollection>? configure)
    {
        if (httpPort is not { } port)
        {
            var plain = Host.CreateEmptyApplicationBuilder(null);
            Fill(plain, silo, level, encoder, configure);
            return plain.Build();
        }
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhost(port);
            if (!IPAddress.IsLoopback(silo.Advertise))
                kestrel.Listen(silo.Advertise, port);
        });
        web.Services.AddRoutingCore();
        Fill(web, silo, level, encoder, configure);
        web.Services.AddGridHealth();
        var app = web.Build();
        app.MapGridHealth();
        return app;
    }

    /// <summary>Stops a host, and ends what is left when the time is up.</summary>
    public static async Task StopAsync(IHost host, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
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

    private static void Fill(IHostApplicationBuilder builder, GridSiloOptions silo, LogLevel level, Action<EncoderSiloOptions>? encoder, Action<IServiceCollection>? configure)
    {
        Log(builder, level);
        builder.AddGridSilo(silo, encoder);
        configure?.Invoke(builder.Services);
    }

    private static void Log(IHostApplicationBuilder builder, LogLevel level)
    {
        builder.Logging.AddSimpleConsole(o => o.SingleLine = true).SetMinimumLevel(level);
        // Both warn at every start of a short-lived process: of workstation GC, and of the time before the silo was there.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        // The grid knows that its reminders are frequent: one a running job.
        builder.Logging.AddFilter("Orleans.Hosting.ReminderOptionsValidator", LogLevel.Error);
        // Whoever starts the grid gets the reason why it did not start, as an exception; the host would log it as well, with its stack.
        if (level > LogLevel.Information)
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // Results go to standard output, everything about how they came to be goes to standard error.
        builder.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
