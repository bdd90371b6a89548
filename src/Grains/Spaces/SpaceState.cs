namespace UniBind.Grid.Grains;

/// <summary>What is stored of a space: its classes and what was published. What a version is made of stands in its manifest.</summary>
[GenerateSerializer, Immutable, Alias("unibind.SpaceState")]
public sealed record SpaceState
{
    /// <summary>The layout that this program writes.</summary>
    public const int Schema = 1;

    /// <summary>The version of this layout; a reader refuses a newer one.</summary>
    [Id(0)] public int SchemaVersion { get; init; } = Schema;

    /// <summary>The names of the classes, in the order in which they came.</summary>
    [Id(1)] public string[] Classes { get; init; } = [];

    /// <summary>The published versions, newest first.</summary>
    [Id(2)] public SpaceVersionInfo[] Versions { get; init; } = [];

    /// <summary>The version behind <see cref="SpaceInfo.Latest"/>; 0 for none.</summary>
    [Id(3)] public int Latest { get; init; }

    /// <summary>The version behind <see cref="SpaceInfo.Stable"/>; 0 for none.</summary>
    [Id(4)] public int Stable { get; init; }

    /// <summary>Whether there are captions of items without a class.</summary>
    [Id(5)] public bool Captions { get; init; }
}
