namespace UniBind.Grid;

/// <summary>A space as it is now.</summary>
[GenerateSerializer, Immutable, Alias("unibind.SpaceInfo")]
public sealed record SpaceInfo
{
    /// <summary>The alias of the version that was published or rolled back to last.</summary>
    public const string Latest = "latest";

    /// <summary>The alias of the version that was last declared stable.</summary>
    public const string Stable = "stable";

    /// <summary>Its name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The names of its classes, in the order in which they came.</summary>
    [Id(1)] public string[] Classes { get; init; } = [];

    /// <summary>The published versions, newest first.</summary>
    [Id(2)] public SpaceVersionInfo[] Versions { get; init; } = [];

    /// <summary>The version behind each alias.</summary>
    [Id(3)] public Dictionary<string, int> Aliases { get; init; } = [];

    /// <summary>Whether it has captions of items without a class.</summary>
    [Id(4)] public bool Captions { get; init; }
}
