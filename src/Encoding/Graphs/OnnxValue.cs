namespace UniBind.Grid.Encoding;

/// <summary>A named tensor inside a graph: an input, a constant or the output of a node.</summary>
/// <param name="Name">Its name, unique in the graph; empty for an optional operand that is left out.</param>
public readonly record struct OnnxValue(string Name)
{
    /// <summary>Stands for an optional operand that is left out.</summary>
    public static OnnxValue None => new("");
}
