using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UniBind.Grid.Grains;

/// <summary>
/// Whether this encoder silo can encode: its packs and sessions are loaded, its devices have proved within <see cref="EncoderSiloOptions.CanaryInterval"/>
/// that they are alive (by real work, else by a test item), its decode threads are not lost, and it does not stop.
/// </summary>
/// <remarks>Thread-safe; a singleton of the silo. Reading it asks nobody: devices are asked in the background.</remarks>
public sealed partial class EncoderReadiness(
    PackCatalog packs, DecodePool decoders, SiloIdentity identity, IHostApplicationLifetime lifetime, IOptions<EncoderSiloOptions> options, ILogger<EncoderReadiness> logger) : IAsyncDisposable
{
    /// <summary>How often devices are looked at within <see cref="EncoderSiloOptions.CanaryInterval"/>.</summary>
    private const int LooksPerInterval = 6;

    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;
    private volatile string? _encoders;
    private volatile bool _isLoaded;

    /// <summary>Why the silo can take no work now, in one sentence; null when it can.</summary>
    public string? Problem => lifetime.ApplicationStopping.IsCancellationRequested ? "The silo is stopping." : decoders.Problem ?? _encoders;

    /// <summary>The same for <c>/health/ready</c>, which also waits for the encoders to be loaded.</summary>
    public string? NotReady => Problem ?? (_isLoaded ? null : "The encoders are still being loaded.");

    /// <summary>Begins to load and to look.</summary>
    public void Start()
    {
        SiloMetrics.Add(this, identity.Device);
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>Refuses work while the silo is not ready.</summary>
    /// <exception cref="SiloUnavailableException">It is not: the work is to be done elsewhere.</exception>
    public void Require()
    {
        if (Problem is { } problem)
            throw new SiloUnavailableException(problem);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        SiloMetrics.Remove(this);
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        var interval = options.Value.CanaryInterval;
        while (!_stop.IsCancellationRequested)
        {
            var problem = await FindProblemAsync(interval);
            if (problem != _encoders)
                LogChanged(problem ?? "it is ready");
            _encoders = problem;
            await Task.Delay(interval / LooksPerInterval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string?> FindProblemAsync(TimeSpan interval)
    {
        try
        {
            var hosts = await packs.GetAllAsync();
            if (!_isLoaded && options.Value.Preload)
            {
                foreach (var host in hosts)
                    foreach (var modality in host.Modalities)
                        await packs.GetEncoderAsync(host.Pack.Name, modality, _stop.Token);
            }
            _isLoaded = true;
            foreach (var host in hosts)
                if (await host.FindProblemAsync(interval * (LooksPerInterval - 1) / LooksPerInterval, _stop.Token) is { } problem)
                    return problem;
            return null;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return _encoders;
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The readiness of the encoder silo changed: {Problem}")]
    private partial void LogChanged(string problem);
}
