using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using UniBind.Grid.Encoding;

namespace UniBind.Grid.Grains;

/// <summary>The encoder packs of a silo, each with its host of sessions and batchers. Models live here, not in grains: an idle grain is collected, a model must stay.</summary>
/// <remarks>Thread-safe; a singleton of the silo. Packs are checked on first use, sessions are opened per modality on first use.</remarks>
public sealed class PackCatalog : IAsyncDisposable
{
    private readonly Lazy<Task<IReadOnlyDictionary<string, EncoderHost>>> _hosts;
    private readonly ConcurrentDictionary<(string Pack, Modality Modality), EncoderStatistics> _claimed = new();

    /// <summary>A catalogue over the folders of <see cref="EncoderSiloOptions.Packs"/>.</summary>
    public PackCatalog(IOptions<EncoderSiloOptions> options, IOptions<EncoderHostOptions> hostOptions, ILoggerFactory loggers)
    {
        // Hashing the files of a large pack blocks for seconds: not on the thread pool's few threads, and once.
        _hosts = new(() => Task.Factory.StartNew(
            () => Load(options.Value, hostOptions.Value, loggers), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    /// <summary>Starts loading, so that the first job need not wait for it.</summary>
    public void Warm() => _ = _hosts.Value;

    /// <summary>The packs of the silo.</summary>
    /// <exception cref="GridException">A pack is faulty; the message says which and why.</exception>
    public async Task<IReadOnlyCollection<EncoderHost>> GetAllAsync() => [.. (await HostsAsync()).Values];

    /// <summary>A pack by its name.</summary>
    /// <exception cref="GridException">The silo does not have it, or a pack is faulty.</exception>
    public async Task<EncoderHost> GetAsync(string pack)
    {
        var hosts = await HostsAsync();
        return hosts.TryGetValue(pack, out var host)
            ? host
            : throw new GridException($"The silo has no pack '{pack}'; it has {string.Join(", ", hosts.Keys.Select(k => $"'{k}'"))}.") { Kind = GridErrorKind.NotFound };
    }

    /// <summary>The encoder of a modality, loaded and warm.</summary>
    /// <exception cref="GridException">The pack has no encoder for the modality, or it does not load.</exception>
    public async Task<ModalityEncoder> GetEncoderAsync(string pack, Modality modality, CancellationToken cancellationToken)
    {
        var host = await GetAsync(pack);
        try
        {
            return await host.GetAsync(modality, cancellationToken);
        }
        catch (Exception e) when (e is PackException or KeyNotFoundException)
        {
            throw new GridException(e.Message) { Kind = e is KeyNotFoundException ? GridErrorKind.NotFound : GridErrorKind.Unavailable };
        }
    }

    /// <summary>What an encoder did since this was last asked: claims of concurrent shards add up to the whole, each counted once.</summary>
    internal EncoderStatistics Claim(string pack, ModalityEncoder encoder)
    {
        while (true)
        {
            var before = _claimed.GetOrAdd((pack, encoder.Modality), default(EncoderStatistics));
            var now = encoder.Statistics;
            if (_claimed.TryUpdate((pack, encoder.Modality), now, before))
                return now with { Runs = now.Runs - before.Runs, RunTime = now.RunTime - before.RunTime, QueueTime = now.QueueTime - before.QueueTime };
        }
    }

    /// <summary>Ends the sessions, after the work at hand.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_hosts.IsValueCreated)
            return;
        try
        {
            foreach (var host in (await _hosts.Value).Values)
                await host.DisposeAsync();
        }
        catch (Exception e) when (e is PackException or ProviderUnavailableException)
        {
            // Nothing was loaded.
        }
    }

    private async Task<IReadOnlyDictionary<string, EncoderHost>> HostsAsync()
    {
        try
        {
            return await _hosts.Value;
        }
        catch (Exception e) when (e is PackException or ProviderUnavailableException)
        {
            throw new GridException(e.Message);
        }
    }

    private static IReadOnlyDictionary<string, EncoderHost> Load(EncoderSiloOptions options, EncoderHostOptions hostOptions, ILoggerFactory loggers)
    {
        var hosts = new Dictionary<string, EncoderHost>(StringComparer.Ordinal);
        foreach (var folder in options.Packs.Distinct(StringComparer.Ordinal))
        {
            var pack = EncoderPack.Load(folder, new PackLoadOptions { Limits = options.MediaLimits });
            if (!hosts.TryAdd(pack.Name, new EncoderHost(pack, hostOptions, loggers)))
                throw new PackException($"Two packs are named '{pack.Name}', '{hosts[pack.Name].Pack.Folder}' and '{pack.Folder}'; rename one.");
        }
        return hosts;
    }
}
