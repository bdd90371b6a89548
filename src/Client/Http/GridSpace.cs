namespace UniBind.Grid.Client;

/// <summary>A space of the grid.</summary>
public sealed record GridSpace
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How many classes it has.</summary>
    public int ClassCount { get; init; }

    /// <summary>The names of its classes; null in a list of spaces.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The version behind each alias: <c>latest</c>, <c>stable</c>.</summary>
    public IReadOnlyDictionary<string, int> Aliases { get; init; } = new Dictionary<string, int>();

    /// <summary>The published versions, newest first; null in a list of spaces.</summary>
    public IReadOnlyList<GridSpaceVersion>? Versions { get; init; }
}
