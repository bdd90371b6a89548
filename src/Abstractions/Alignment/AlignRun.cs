namespace UniBind.Grid;

/// <summary>One training of one head, as every worker needs to know it: references to what it works on, never the vectors themselves.</summary>
[GenerateSerializer, Immutable, Alias("unibind.AlignRun")]
public sealed record AlignRun
{
    /// <summary>The space.</summary>
    [Id(0)] public required string Space { get; init; }

    /// <summary>The modality.</summary>
    [Id(1)] public Modality Modality { get; init; }

    /// <summary>One of <see cref="AlignMethods"/>.</summary>
    [Id(2)] public required string Method { get; init; }

    /// <summary>One of <see cref="AlignTargets"/>.</summary>
    [Id(3)] public required string Target { get; init; }

    /// <summary>The settings.</summary>
    [Id(4)] public required AlignOptions Options { get; init; }

    /// <summary>The blob of the centers; null without.</summary>
    [Id(5)] public string? Centers { get; init; }

    /// <summary>The pack whose text encoder embeds captions and labels.</summary>
    [Id(6)] public string Pack { get; init; } = "";

    /// <summary>The content address of the pack; a worker with another pack of the name refuses.</summary>
    [Id(7)] public string PackSha256 { get; init; } = "";

    /// <summary>The hash of its text encoder.</summary>
    [Id(8)] public string TextEncoder { get; init; } = "";

    /// <summary>The blob of the items' approved descriptions; null for none.</summary>
    [Id(9)] public string? Captions { get; init; }

    /// <summary>The blob of the labels of a label head; null for none.</summary>
    [Id(10)] public string? Labels { get; init; }

    /// <summary>The output folders as the user named them.</summary>
    [Id(11)] public string[] Sources { get; init; } = [];

    /// <summary>The blobs of the ids of the items whose labels selected the center rows: nothing is measured on them, so they are never held out.</summary>
    [Id(12)] public string[] Calibrated { get; init; } = [];
}
