namespace UniBind.Grid.Media;

/// <summary>
/// Tells the columns of event tables by name, whatever the file format: x, y, t (ts, time, timestamp), p (pol, polarity), in any case, also in the plural
/// (<c>xs</c>), and a time with its unit: <c>t_us</c>, <c>time [s]</c>, <c>timestamp_ns</c>.
/// </summary>
internal static class EventColumnName
{
    /// <summary>What a name stands for, and the unit where it names one.</summary>
    public static (EventColumn Column, EventTimeUnit Unit) Parse(string name)
    {
        var plain = name.Trim().Trim('"', '\'', '#').Trim().ToLowerInvariant();
        var unit = EventTimeUnit.Unknown;
        var cut = plain.IndexOfAny(['_', '[', '(', ' ', '/']);
        if (cut > 0)
        {
            unit = plain[cut..].Trim('_', '[', ']', '(', ')', ' ', '/') switch
            {
                "s" or "sec" or "seconds" => EventTimeUnit.Seconds,
                "ms" or "milliseconds" => EventTimeUnit.Milliseconds,
                "us" or "µs" or "μs" or "micro" or "microseconds" => EventTimeUnit.Microseconds,
                "ns" or "nanoseconds" => EventTimeUnit.Nanoseconds,
                _ => EventTimeUnit.Unknown,
            };
            if (unit != EventTimeUnit.Unknown)
                plain = plain[..cut];
        }
        var column = plain switch
        {
            "x" or "xs" or "col" or "column" => EventColumn.X,
            "y" or "ys" or "row" => EventColumn.Y,
            "t" or "ts" or "time" or "times" or "timestamp" or "timestamps" => EventColumn.Time,
            "p" or "ps" or "pol" or "polarity" or "polarities" => EventColumn.Polarity,
            _ => EventColumn.Other,
        };
        return column == EventColumn.Time ? (column, unit) : (unit == EventTimeUnit.Unknown ? column : EventColumn.Other, EventTimeUnit.Unknown);
    }
}
