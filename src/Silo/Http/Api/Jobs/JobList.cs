namespace UniBind.Grid.Silo;

/// <summary>The jobs of the grid, newest first.</summary>
/// <param name="Data">The jobs.</param>
internal sealed record JobList(JobLine[] Data)
{
    /// <summary><c>list</c>.</summary>
    public string Object { get; init; } = "list";
}
