namespace UniBind.Grid.Grains;

/// <summary>The stored names of the grid's spaces.</summary>
[GenerateSerializer, Immutable, Alias("unibind.SpaceIndexState")]
public sealed record SpaceIndexState
{
    /// <summary>The version of this layout.</summary>
    [Id(0)] public int SchemaVersion { get; init; } = 1;

    /// <summary>The names, sorted.</summary>
    [Id(1)] public string[] Spaces { get; init; } = [];
}
