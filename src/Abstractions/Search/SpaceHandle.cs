namespace UniBind.Grid;

/// <summary>A space version pinned for online requests, and where they can go.</summary>
[GenerateSerializer, Immutable, Alias("unibind.SpaceHandle")]
public sealed record SpaceHandle
{
    /// <summary>The space version, <c>name@7</c>, or <c>PACK@0</c>.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The hash of its manifest; empty for <c>PACK@0</c>.</summary>
    [Id(1)] public required string Manifest { get; init; }

    /// <summary>The name of its encoder pack.</summary>
    [Id(2)] public required string Pack { get; init; }

    /// <summary>The content address of the pack.</summary>
    [Id(3)] public required string PackSha256 { get; init; }

    /// <summary>The encoder silos that have the pack, as they stand in pinned keys.</summary>
    [Id(4)] public string[] Silos { get; init; } = [];
}
