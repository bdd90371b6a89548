namespace UniBind.Grid.Media;

/// <summary>Turns four columns of numbers into a recording, block by block.</summary>
internal static class NumpyEventTable
{
    private const int BlockLength = 4_096;

    /// <summary>Reads the columns x, y, time and polarity, in this order.</summary>
    /// <exception cref="ItemException">The columns differ in length, a value is unsound, or there is no event.</exception>
    public static EventRecording Read(NpyColumn[] columns, EventTimeUnit unit, MediaLimits limits, CancellationToken cancellationToken)
    {
        var count = columns[0].Count;
        if (columns.Any(c => c.Count != count))
            throw Refuse.Corrupt($"The arrays x, y, t and p have {string.Join(", ", columns.Select(c => c.Count))} values; they must have equally many.");
        var layout = new EventLayout(0, 1, 2, 3, unit).WithUnitOf(Sample(columns[2]));

        var events = new EventBuffer(limits, count);
        var block = new double[4 * BlockLength];
        for (var start = 0; start < count; start += BlockLength)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var length = Math.Min(BlockLength, count - start);
            for (var c = 0; c < 4; c++)
                columns[c].Read(start, block.AsSpan(c * BlockLength, length));
            for (var i = 0; i < length; i++)
                events.Add(
                    EventLayout.Coordinate(block[i]),
                    EventLayout.Coordinate(block[BlockLength + i]),
                    block[3 * BlockLength + i] > 0,
                    layout.Microseconds(block[2 * BlockLength + i]));
        }
        return events.Build();
    }

    /// <summary>The first values of a column, for guesses.</summary>
    public static double[] Sample(NpyColumn column)
    {
        var values = new double[Math.Min(EventLayout.SampleRows, column.Count)];
        column.Read(0, values.AsSpan());
        return values;
    }
}
