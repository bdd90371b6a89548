namespace UniBind.Grid.Alignment;

/// <summary>Puts classes of several sets together into one center file.</summary>
public static class CenterMerge
{
    /// <summary>Writes the classes in the order given. Rows go from mapped memory to the stream: none is copied as a whole.</summary>
    /// <param name="parts">The classes, all of different names and one dimension.</param>
    /// <param name="stream">Takes the file; stays open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <exception cref="AlignmentException">There is no class, two have one name, dimensions differ, or there are too many rows for one file.</exception>
    public static Task WriteAsync(IReadOnlyList<CenterPart> parts, Stream stream, CancellationToken cancellationToken)
    {
        if (parts.Count == 0)
            throw new AlignmentException("There is no class to publish; build centers first.");
        var dimension = parts[0].Set.Dimension;
        var classes = new string[parts.Count];
        var starts = new int[parts.Count + 1];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var c = 0; c < parts.Count; c++)
        {
            classes[c] = parts[c].Name;
            if (!names.Add(classes[c]))
                throw new AlignmentException($"Two classes have the name '{classes[c]}'; rename one.");
            if (parts[c].Set.Dimension != dimension)
                throw new AlignmentException($"The center of '{classes[c]}' has {parts[c].Set.Dimension} dimensions, and that of '{classes[0]}' {dimension}; build all centers with one pack.");
            var rows = (long)starts[c] + parts[c].Set.RowsOf(parts[c].Class).Count;
            if (rows * dimension > Array.MaxLength)
                throw new AlignmentException($"The centers have more rows of {dimension} values than one file holds ({Array.MaxLength / dimension:N0}); build them with fewer rows a class.");
            starts[c + 1] = (int)rows;
        }
        return CenterFile.WriteAsync(classes, starts, dimension, Pieces(parts), MasksOf(parts), TextsOf(parts), stream, cancellationToken);
    }

    /// <summary>The rows of all parts; classes that follow each other in one set are one piece.</summary>
    private static List<ReadOnlyMemory<float>> Pieces(IReadOnlyList<CenterPart> parts)
    {
        var pieces = new List<ReadOnlyMemory<float>>();
        for (var c = 0; c < parts.Count;)
        {
            var (set, first) = (parts[c].Set, parts[c].Class);
            var count = 1;
            while (c + count < parts.Count && ReferenceEquals(parts[c + count].Set, set) && parts[c + count].Class == first + count)
                count++;
            var start = set.RowsOf(first).Start;
            var last = set.RowsOf(first + count - 1);
            pieces.Add(set.Rows.Slice(start, last.Start + last.Count - start).Values);
            c += count;
        }
        return pieces;
    }

    private static IEnumerable<int> MasksOf(IReadOnlyList<CenterPart> parts) =>
        from part in parts
        let rows = part.Set.RowsOf(part.Class)
        from row in Enumerable.Range(rows.Start, rows.Count)
        select part.Set.MaskOf(row);

    private static IEnumerable<string> TextsOf(IReadOnlyList<CenterPart> parts) =>
        from part in parts
        let rows = part.Set.RowsOf(part.Class)
        from row in Enumerable.Range(rows.Start, rows.Count)
        select part.Set.TextOf(row);
}
