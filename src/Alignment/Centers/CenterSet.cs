namespace UniBind.Grid.Alignment;

/// <summary>
/// The centers of all classes of a space: for each class a set of K description embeddings (never their mean), L2-normalised, in one
/// matrix sorted by class. K may differ by class; a row may be masked to some modalities.
/// </summary>
/// <remarks>Immutable and thread-safe; valid until the file behind it is disposed, where there is one. Source: section 1.3 of the method.</remarks>
public sealed class CenterSet
{
    /// <summary>The mask of a row that counts for every modality.</summary>
    public const int AllModalities = -1;

    private readonly int[] _starts;
    private readonly int[] _masks;
    private readonly Func<int, string> _text;
    private readonly Dictionary<string, int> _indexes;

    /// <summary>Puts a set together.</summary>
    /// <param name="classes">The names, all different.</param>
    /// <param name="starts">The first row of each class, and the number of all rows at the end: one more than classes.</param>
    /// <param name="rows">The rows, L2-normalised.</param>
    /// <param name="masks">One bit a modality (<c>1 &lt;&lt; (int)modality</c>) for each row, or <see cref="AllModalities"/>.</param>
    /// <param name="text">The description of a row.</param>
    /// <exception cref="AlignmentException">The parts do not fit together, a class has no row or a name stands twice.</exception>
    public CenterSet(IReadOnlyList<string> classes, int[] starts, EmbeddingMatrix rows, int[] masks, Func<int, string> text)
    {
        if (starts.Length != classes.Count + 1 || starts[0] != 0 || starts[^1] != rows.Rows || masks.Length != rows.Rows)
            throw new AlignmentException($"A center set of {classes.Count} classes and {rows.Rows} rows has {starts.Length} starts and {masks.Length} masks, which do not fit together.");
        _indexes = new Dictionary<string, int>(classes.Count, StringComparer.Ordinal);
        for (var c = 0; c < classes.Count; c++)
        {
            if (!_indexes.TryAdd(classes[c], c))
                throw new AlignmentException($"Two classes have the name '{classes[c]}'; rename one.");
            if (starts[c + 1] <= starts[c])
                throw new AlignmentException($"The class '{classes[c]}' has no row in its center; approve descriptions for it and build its center.");
        }
        Classes = classes;
        Rows = rows;
        _starts = starts;
        _masks = masks;
        _text = text;
        IsMasked = masks.AsSpan().ContainsAnyExcept(AllModalities);
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>All rows, those of the first class first.</summary>
    public EmbeddingMatrix Rows { get; }

    /// <summary>The length of a row: the dimension of the space.</summary>
    public int Dimension => Rows.Columns;

    /// <summary>Whether some row does not count for every modality.</summary>
    public bool IsMasked { get; }

    /// <summary>The place of a class in <see cref="Classes"/>; -1 when the set has none of the name.</summary>
    public int IndexOf(string name) => _indexes.GetValueOrDefault(name, -1);

    /// <summary>The rows of a class.</summary>
    /// <param name="index">The class's place in <see cref="Classes"/>.</param>
    public (int Start, int Count) RowsOf(int index) => (_starts[index], _starts[index + 1] - _starts[index]);

    /// <summary>Whether a row counts for a modality.</summary>
    public bool Counts(int row, Modality modality) => (_masks[row] >> (int)modality & 1) != 0;

    /// <summary>The mask of a row.</summary>
    public int MaskOf(int row) => _masks[row];

    /// <summary>The description that a row is the embedding of.</summary>
    public string TextOf(int row) => _text(row);
}
