namespace UniBind.Grid.Alignment;

/// <summary>Keeps the greatest values of a vector, as label heads do with class probabilities (<see cref="Head.Top"/>).</summary>
public static class TopValues
{
    /// <summary>Rows with all but their greatest values set to zero; the same matrix where all stay.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="top">How many stay in each; 0 for all.</param>
    public static EmbeddingMatrix Keep(EmbeddingMatrix rows, int top)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        if (top == 0 || top >= rows.Columns)
            return rows;
        var values = rows.Values.ToArray();
        for (var i = 0; i < rows.Rows; i++)
            Keep(values.AsSpan(i * rows.Columns, rows.Columns), top);
        return new EmbeddingMatrix(values, rows.Rows, rows.Columns);
    }

    /// <summary>Sets all but the greatest values to zero; of equal ones the first stay.</summary>
    /// <param name="values">The values; changed.</param>
    /// <param name="top">How many stay; 0, or no fewer than there are, for all.</param>
    public static void Keep(Span<float> values, int top)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        if (top == 0 || top >= values.Length)
            return;
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var least = sorted[^top];

        // Of those equal to the least that stays, as many stay as there is room for.
        var room = top;
        foreach (var value in values)
            if (value > least)
                room--;
        foreach (ref var value in values)
            if (value < least || (value == least && room-- <= 0))
                value = 0;
    }
}
