namespace UniBind.Grid.Silo;

/// <summary>A space as it is now.</summary>
internal sealed record SpaceView
{
    /// <summary><c>space</c>.</summary>
    public string Object { get; init; } = "space";

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How many classes it has.</summary>
    public int ClassCount { get; init; }

    /// <summary>The names of its classes; null in a list of spaces.</summary>
    public string[]? Classes { get; init; }

    /// <summary>The version behind each alias: latest, stable.</summary>
    public required Dictionary<string, int> Aliases { get; init; }

    /// <summary>The published versions, newest first; null in a list of spaces.</summary>
    public SpaceVersionView[]? Versions { get; init; }

    /// <summary>The form of a space.</summary>
    public static SpaceView Of(SpaceInfo space, bool full) => new()
    {
        Name = space.Name,
        ClassCount = space.Classes.Length,
        Classes = full ? space.Classes : null,
        Aliases = space.Aliases,
        Versions = full ? [.. space.Versions.Select(SpaceVersionView.Of)] : null,
    };
}
