using UniBind.Grid.Grains;

namespace UniBind.Grid.Silo;

/// <summary>A grid inside one process: one coordinator silo and one encoder silo, which talk on loopback only.</summary>
public sealed class EmbeddedGridOptions
{
    /// <summary>The data directory, owned by this process; null keeps state in memory.</summary>
    public DataDirectory? Data { get; init; }

    /// <summary>The folder of spaces; null takes that of the data directory, or none.</summary>
    public string? SpacesFolder { get; init; }

    /// <summary>Sets up the encoder silo.</summary>
    public required Action<EncoderSiloOptions> Encoder { get; init; }

    /// <summary>Adds to the services of the encoder silo, for example to set up its devices; null for nothing.</summary>
    public Action<IServiceCollection>? ConfigureEncoder { get; init; }

    /// <summary>Adds to the services of the coordinator silo; null for nothing.</summary>
    public Action<IServiceCollection>? ConfigureCoordinator { get; init; }

    /// <summary>The label <c>device</c> of the encoder silo.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>The port of HTTP, on loopback unless <see cref="Http"/> says more; null for none, 0 for any free one.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Who may ask over HTTP, and for what; ignored without <see cref="HttpPort"/>.</summary>
    public GridHttpOptions Http { get; init; } = new();

    /// <summary>The least level that is logged, to standard error.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}
