using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace UniBind.Grid.Silo;

/// <summary>
/// What a process serves before its silo can start: <c>/health/live</c> with 200, <c>/health/ready</c> with 503 and the reason, and 503 for all else. It listens
/// where the silo will, with its certificate and limits.
/// </summary>
/// <remarks>Thread-safe. Disposal gives the port back.</remarks>
internal sealed class WaitingHealth : IHealthCheck, IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);
    private WebApplication? _app;
    private volatile string _why;

    private WaitingHealth(string why) => _why = why;

    /// <summary>Starts to serve.</summary>
    /// <param name="options">Where, and with which certificate.</param>
    /// <param name="httpPort">The port.</param>
    /// <param name="why">Why the silo is not ready, in one sentence.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<WaitingHealth> StartAsync(ClusterSiloOptions options, int httpPort, string why, CancellationToken cancellationToken)
    {
        var health = new WaitingHealth(why);
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        SiloHosts.Log(web, options.LogLevel);
        var access = options.Http.Access;
        web.UseGridKestrel(access, new AccessAddresses(AccessRules.AddressesOf(access, options.Silo.Advertise)), httpPort);
        web.Services.AddRoutingCore();
        web.Services.AddHealthChecks().AddCheck("redis", health);
        var app = web.Build();
        health._app = app;
        app.MapGridHealth();
        app.MapFallback(RefuseAsync);
        try
        {
            await app.StartAsync(cancellationToken);
            return health;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Changes the reason.</summary>
    public void Say(string why) => _why = why;

    /// <summary>Writes a warning into the log.</summary>
    public void Log(string message)
    {
        var logger = _app!.Services.GetRequiredService<ILoggerFactory>().CreateLogger<ClusterSilo>();
#pragma warning disable CA1848, CA2254 // a sentence now and then
        logger.LogWarning(message);
#pragma warning restore CA1848, CA2254
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(HealthCheckResult.Unhealthy(_why));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        await _app!.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "1";
        return Task.CompletedTask;
    }
}
