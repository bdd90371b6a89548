namespace UniBind.Grid.Silo;

/// <summary>The models of the grid.</summary>
/// <param name="Data">Packs, then space versions, newest first.</param>
internal sealed record ModelList(ModelView[] Data)
{
    /// <summary><c>list</c>.</summary>
    public string Object { get; init; } = "list";
}
