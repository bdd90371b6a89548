namespace UniBind.Grid.Media;

/// <summary>One property of a PLY element.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Type">The type of its value, or of its items.</param>
/// <param name="CountType">For a list the type of its length, otherwise null.</param>
internal readonly record struct PlyProperty(string Name, PlyType Type, PlyType? CountType)
{
    /// <summary>The least bytes that it takes in a binary file: an empty list has only its length.</summary>
    public int LeastSize => (CountType ?? Type).Size();
}
