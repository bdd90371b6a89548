namespace UniBind.Grid;

/// <summary>An encoder as a silo has it.</summary>
[GenerateSerializer, Immutable, Alias("unibind.EncoderInfo")]
public sealed record EncoderInfo
{
    /// <summary>The pack's name.</summary>
    [Id(0)] public required string Pack { get; init; }

    /// <summary>The content address of the pack.</summary>
    [Id(1)] public required string PackSha256 { get; init; }

    /// <summary>What it encodes.</summary>
    [Id(2)] public Modality Modality { get; init; }

    /// <summary>The raw dimension.</summary>
    [Id(3)] public int Dimension { get; init; }

    /// <summary>The hash over model, files and preprocessing.</summary>
    [Id(4)] public required string Sha256 { get; init; }

    /// <summary>The licence of the encoder.</summary>
    [Id(5)] public string Licence { get; init; } = "";

    /// <summary>The execution provider really used: cpu, cuda or tensorrt.</summary>
    [Id(6)] public string Provider { get; init; } = "";

    /// <summary>True when the pack's modalities share one space already.</summary>
    [Id(7)] public bool Aligned { get; init; }
}
