namespace UniBind.Grid.Media;

/// <summary>Where the four values of an event stand in a row of a table, and the unit of its time.</summary>
/// <param name="X">The position of the pixel's column.</param>
/// <param name="Y">The position of the pixel's row.</param>
/// <param name="Time">The position of the time.</param>
/// <param name="Polarity">The position of the polarity.</param>
/// <param name="Unit">The unit of the time.</param>
internal readonly record struct EventLayout(int X, int Y, int Time, int Polarity, EventTimeUnit Unit)
{
    /// <summary>How many rows at most are looked at to guess a layout.</summary>
    public const int SampleRows = 1_024;

    private const double LongestSeconds = 10_000;

    /// <summary>The columns of a row up to the last one that is used.</summary>
    public int Width => Math.Max(Math.Max(X, Y), Math.Max(Time, Polarity)) + 1;

    /// <summary>True when the column at a position holds one of the four values.</summary>
    public bool Uses(int position) => position == X || position == Y || position == Time || position == Polarity;

    /// <summary>The layout that names give.</summary>
    /// <exception cref="ItemException">One of the four columns is missing or named twice.</exception>
    public static EventLayout FromNames(IReadOnlyList<string> names)
    {
        Span<int> at = [-1, -1, -1, -1, -1];
        var unit = EventTimeUnit.Unknown;
        for (var i = 0; i < names.Count; i++)
        {
            var (column, named) = EventColumnName.Parse(names[i]);
            if (column == EventColumn.Other)
                continue;
            if (at[(int)column] >= 0)
                throw Refuse.Unsupported($"Two columns of the event table are called {column}.");
            at[(int)column] = i;
            unit = column == EventColumn.Time ? named : unit;
        }
        if (at[1..].Contains(-1))
            throw Refuse.Unsupported($"The event table needs columns called x, y, t and p, but has {string.Join(", ", names.Take(12))}.");
        return new EventLayout(at[1], at[2], at[3], at[4], unit);
    }

    /// <summary>
    /// The layout of four columns without names: x, y, t, p or t, x, y, p. The time is the one of the columns 0 and 2 that has fractions; else the one that has
    /// values beyond every sensor (above 65,535); else the one that never falls while the other does; else column 2.
    /// </summary>
    /// <param name="first">The values of column 0, the first <see cref="SampleRows"/> rows of the file.</param>
    /// <param name="third">The values of column 2, as many.</param>
    public static EventLayout Guess(ReadOnlySpan<double> first, ReadOnlySpan<double> third)
    {
        var (a, b) = (Rank(first), Rank(third));
        return a > b ? new EventLayout(1, 2, 0, 3, EventTimeUnit.Unknown) : new EventLayout(0, 1, 2, 3, EventTimeUnit.Unknown);
    }

    /// <summary>
    /// Settles an unknown unit: seconds when a value has a fraction and the times span less than 10,000 (a recording of fractional microseconds that is shorter
    /// than 10 ms is less likely than one of seconds), otherwise microseconds.
    /// </summary>
    /// <param name="times">The first <see cref="SampleRows"/> times of the file.</param>
    public EventLayout WithUnitOf(ReadOnlySpan<double> times)
    {
        if (Unit != EventTimeUnit.Unknown)
            return this;
        var (least, most) = (double.MaxValue, double.MinValue);
        foreach (var time in times)
            (least, most) = (Math.Min(least, time), Math.Max(most, time));
        return this with { Unit = HasFraction(times) && most - least < LongestSeconds ? EventTimeUnit.Seconds : EventTimeUnit.Microseconds };
    }

    /// <summary>Converts a time to whole microseconds.</summary>
    /// <exception cref="ItemException">The time is NaN, infinite, or out of range.</exception>
    public long Microseconds(double time)
    {
        var scaled = Math.Round(Unit switch
        {
            EventTimeUnit.Seconds => time * 1e6,
            EventTimeUnit.Milliseconds => time * 1e3,
            EventTimeUnit.Nanoseconds => time / 1e3,
            _ => time,
        });
        if (!double.IsFinite(time))
            throw Refuse.NotFinite("A time of the event table is NaN or infinite.");
        return Math.Abs(scaled) < 1e18 ? (long)scaled : throw Refuse.Corrupt($"The event table has the time {time:R}, which is no time.");
    }

    /// <summary>Converts a pixel coordinate; calibrated coordinates are rounded to the pixel.</summary>
    /// <exception cref="ItemException">The coordinate is NaN, infinite, or on no sensor.</exception>
    public static ushort Coordinate(double value)
    {
        if (!double.IsFinite(value))
            throw Refuse.NotFinite("A pixel coordinate of the event table is NaN or infinite.");
        var rounded = Math.Round(value);
        return rounded is >= 0 and <= ushort.MaxValue ? (ushort)rounded : throw Refuse.Corrupt($"The event table has the pixel coordinate {value:R}, which lies on no sensor.");
    }

    private static int Rank(ReadOnlySpan<double> values)
    {
        if (HasFraction(values))
            return 3;
        var rises = true;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] > ushort.MaxValue)
                return 2;
            rises &= i == 0 || values[i] >= values[i - 1];
        }
        return rises ? 1 : 0;
    }

    private static bool HasFraction(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
            if (value != Math.Floor(value))
                return true;
        return false;
    }
}
