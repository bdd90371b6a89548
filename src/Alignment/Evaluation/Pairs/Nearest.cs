namespace UniBind.Grid.Alignment;

/// <summary>The k greatest of a row of similarities; of equal ones the first, which is any one, since items are in random order.</summary>
internal static class Nearest
{
    /// <summary>Finds them.</summary>
    /// <param name="row">The similarities.</param>
    /// <param name="except">A place that does not count; -1 for none.</param>
    /// <param name="to">Takes the places, the greatest similarity first.</param>
    /// <returns>How many there are.</returns>
    public static int Of(ReadOnlySpan<float> row, int except, Span<int> to)
    {
        var count = 0;
        for (var j = 0; j < row.Length; j++)
        {
            if (j == except || (count == to.Length && row[j] <= row[to[^1]]))
                continue;
            var at = count < to.Length ? count++ : count - 1;
            while (at > 0 && row[to[at - 1]] < row[j])
            {
                to[at] = to[at - 1];
                at--;
            }
            to[at] = j;
        }
        return count;
    }
}
