namespace UniBind.Grid;

/// <summary>One encoder silo's share of a search.</summary>
[GenerateSerializer, Immutable, Alias("unibind.SearchShare")]
public sealed record SearchShare
{
    /// <summary>The space version that all rows must be of.</summary>
    [Id(0)] public required SpaceHandle Space { get; init; }

    /// <summary>What to search for; each silo encodes it itself.</summary>
    [Id(1)] public required MediaQuery Query { get; init; }

    /// <summary>Only rows of these modalities.</summary>
    [Id(2)] public required Modality[] Modalities { get; init; }

    /// <summary>The part files to scan.</summary>
    [Id(3)] public required string[] Parts { get; init; }

    /// <summary>The number of hits wanted.</summary>
    [Id(4)] public int Top { get; init; }
}
