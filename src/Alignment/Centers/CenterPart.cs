namespace UniBind.Grid.Alignment;

/// <summary>The center of one class within a set.</summary>
/// <param name="Set">The set; its file must stay open as long as the part is used.</param>
/// <param name="Class">The class's place in it.</param>
public readonly record struct CenterPart(CenterSet Set, int Class)
{
    /// <summary>The class's name.</summary>
    public string Name => Set.Classes[Class];
}
