using Microsoft.Extensions.Logging;
using UniBind.Grid.Client;
using UniBind.Grid.Silo;

namespace UniBind.Grid.Cli;

/// <summary>How a command reaches or makes its grid.</summary>
internal sealed record GridSettings
{
    /// <summary>The data directory.</summary>
    public required string Data { get; init; }

    /// <summary>The cluster of silo processes; null for the grid of the data directory.</summary>
    public ClusterClientOptions? Cluster { get; init; }

    /// <summary>The cluster's folder of spaces; null takes that of the data directory.</summary>
    public string? Spaces { get; init; }

    /// <summary>The folders of the encoder packs, the first one being the command's own.</summary>
    public required IReadOnlyList<string> Packs { get; init; }

    /// <summary>The execution provider.</summary>
    public string Provider { get; init; } = "cpu";

    /// <summary>Whether the CPU may stand in for it.</summary>
    public bool AllowCpuFallback { get; init; }

    /// <summary>Decode threads, 0 for one a processor.</summary>
    public int DecodeThreads { get; init; }

    /// <summary>Threads inside an encoder, 0 for one a processor.</summary>
    public int EncodeThreads { get; init; }

    /// <summary>Items in a shard, of the modalities whose default does not fit.</summary>
    public IReadOnlyList<(Modality Modality, int Items)> ShardItems { get; init; } = [];

    /// <summary>The least level that the grid logs.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Error;

    /// <summary>The port of HTTP; null for none.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Who may ask over HTTP, and for what.</summary>
    public GridHttpOptions Http { get; init; } = new();
}
