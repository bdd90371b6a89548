using System.Net;

namespace UniBind.Grid.Silo;

/// <summary>Says in one line, when the server starts, that it asks nobody for a key.</summary>
internal sealed partial class AccessNotice(ApiKeyStore store, AccessOptions options, GridHttpOptions http, AccessAddresses addresses, ILogger<AccessNotice> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!http.Api || store.IsOn)
            return Task.CompletedTask;
        if (options.NoKeys && AccessRules.IsOpen(addresses.All))
            OpenToAll(string.Join(", ", addresses.All.Where(a => !IPAddress.IsLoopback(a))));
        else
            LoopbackOnly();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "ANYBODY WHO REACHES {Addresses} CAN USE THIS SERVER: API keys are switched off.")]
    private partial void OpenToAll(string addresses);

    [LoggerMessage(2, LogLevel.Warning, "There are no API keys: everybody on this machine can use the server, and nobody else; 'unibind keys create' makes a key.")]
    private partial void LoopbackOnly();
}
