namespace UniBind.Grid.Media;

/// <summary>One element of a PLY file: a table whose rows have the same properties.</summary>
/// <param name="Name">The element's name, for example <c>vertex</c>.</param>
/// <param name="Count">The rows that the header claims.</param>
/// <param name="Properties">The properties in file order.</param>
internal sealed record PlyElement(string Name, long Count, List<PlyProperty> Properties)
{
    /// <summary>True when every row has the same size in a binary file.</summary>
    public bool IsFixedSize => Properties.All(p => p.CountType is null);

    /// <summary>The least bytes of one row: in a binary file its fixed parts, in a text one digit and one separator a property.</summary>
    public long LeastRowSize(bool ascii) => ascii ? 2L * Properties.Count : Properties.Sum(p => (long)p.LeastSize);

    /// <summary>The position of a scalar property, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Properties.Count; i++)
            if (Properties[i].Name == name && Properties[i].CountType is null)
                return i;
        return -1;
    }

    /// <summary>The position of a face's list of vertices, or -1.</summary>
    public int IndexOfVertexList()
    {
        for (var i = 0; i < Properties.Count; i++)
            if (Properties[i] is { Name: "vertex_indices" or "vertex_index", CountType: not null })
                return i;
        return -1;
    }
}
