using UniBind.Grid.Grains;

namespace UniBind.Grid.Silo;

/// <summary>One silo of a cluster in a process of its own.</summary>
public sealed class ClusterSiloOptions
{
    /// <summary>What the silo is. Its ports may be 0 for any free one; without the gateway role it has no port for clients.</summary>
    public required GridSiloOptions Silo { get; init; }

    /// <summary>Sets up the encoder role; ignored without it.</summary>
    public Action<EncoderSiloOptions>? Encoder { get; init; }

    /// <summary>Adds to the services, for example to set up devices; null for nothing.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>The port of HTTP; 0 for any free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>Who may ask over HTTP, and for what.</summary>
    public GridHttpOptions Http { get; init; } = new();

    /// <summary>The drain of a silo with the role gateway. Load balancers ask for readiness every few seconds.</summary>
    public static readonly TimeSpan DefaultDrain = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a silo that is asked to stop goes on serving, not ready any more, before it takes no new requests; null for
    /// <see cref="DefaultDrain"/> with the role gateway, and for none without it.
    /// </summary>
    public TimeSpan? Drain { get; init; }

    /// <summary>How long a silo that has drained waits for the work at hand, in all: requests, then shards, then its leave of the cluster.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long the start waits for a Redis server that does not answer; the process is alive and not ready meanwhile. Null for as long as it takes, zero for not at all.
    /// </summary>
    public TimeSpan? RedisPatience { get; init; }

    /// <summary>The least level that is logged, to standard error.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}
