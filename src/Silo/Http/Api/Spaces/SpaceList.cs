namespace UniBind.Grid.Silo;

/// <summary>The spaces of the grid.</summary>
/// <param name="Data">The spaces, by name.</param>
internal sealed record SpaceList(SpaceView[] Data)
{
    /// <summary><c>list</c>.</summary>
    public string Object { get; init; } = "list";
}
