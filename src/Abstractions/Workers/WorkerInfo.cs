namespace UniBind.Grid;

/// <summary>What an encoder silo offers.</summary>
[GenerateSerializer, Immutable, Alias("unibind.WorkerInfo")]
public sealed record WorkerInfo
{
    /// <summary>The silo, as it stands in pinned keys.</summary>
    [Id(0)] public required string Silo { get; init; }

    /// <summary>The silo's name for people.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>The label <c>device</c>: cpu or cuda.</summary>
    [Id(2)] public required string Device { get; init; }

    /// <summary>The encoders of all its packs.</summary>
    [Id(3)] public EncoderInfo[] Encoders { get; init; } = [];

    /// <summary>Shards that it takes at a time: its credit window.</summary>
    [Id(4)] public int Credits { get; init; }

    /// <summary>The threads that decode.</summary>
    [Id(5)] public int DecodeThreads { get; init; }

    /// <summary>What the numbers of a vector depend on besides its encoder: provider, instruction set, runtime and decoder versions.</summary>
    [Id(6)] public string Numerics { get; init; } = "";

    /// <summary>Why the silo cannot encode now (a device loop that is dead), or null when it can.</summary>
    [Id(7)] public string? NotReady { get; init; }

    /// <summary>The online items that the silo has in hand.</summary>
    [Id(8)] public int OnlineDepth { get; init; }

    /// <summary>Why the silo takes no online items yet although it is well (its encoders are being loaded and warmed up), or null when it does.</summary>
    [Id(9)] public string? OnlineNotReady { get; init; }
}
