using System.Text;

namespace UniBind.Grid.Media;

/// <summary>
/// Reads event tables in text form, one event a line, values divided by commas, semicolons, tabs or blanks. A first line of names (x, y, t, p and their kin,
/// in any order, other columns ignored) tells the layout; without one there are exactly four columns, whose order <see cref="EventLayout.Guess"/> tells.
/// Lines that begin with <c>#</c> or <c>//</c> are comments.
/// </summary>
internal static class EventCsvDecoder
{
    private const int CheckEvery = 1 << 16;
    private const int MaxColumns = 64;

    /// <summary>Decodes a file.</summary>
    /// <exception cref="ItemException">The layout is not told, a line is damaged, there are too many events or none.</exception>
    public static EventRecording Decode(ReadOnlySpan<byte> bytes, MediaLimits limits, CancellationToken cancellationToken)
    {
        var scanner = new Utf8Scanner(bytes);
        if (!scanner.SkipToContent())
            throw Refuse.Empty("The event table has no rows.");
        var probe = scanner;
        EventLayout? named = null;
        if (!probe.TryReadNumberOnLine(out _))
            named = EventLayout.FromNames(ReadNames(ref scanner));
        var layout = Settle(scanner, named);

        Span<double> row = stackalloc double[layout.Width];
        var events = new EventBuffer(limits);
        while (scanner.SkipToContent())
        {
            if (events.Count % CheckEvery == 0)
                cancellationToken.ThrowIfCancellationRequested();
            ReadRow(ref scanner, row, events.Count, layout);
            events.Add(EventLayout.Coordinate(row[layout.X]), EventLayout.Coordinate(row[layout.Y]), row[layout.Polarity] > 0, layout.Microseconds(row[layout.Time]));
            scanner.ReadLine();
        }
        return events.Build();
    }

    private static List<string> ReadNames(ref Utf8Scanner scanner)
    {
        var line = Encoding.UTF8.GetString(scanner.ReadLine());
        var separators = line.IndexOfAny([',', ';', '\t']) is >= 0 and var at ? line[at] : ' ';
        var names = line.Split(separators, StringSplitOptions.TrimEntries | (separators == ' ' ? StringSplitOptions.RemoveEmptyEntries : StringSplitOptions.None));
        return names.Length <= MaxColumns ? [.. names] : throw Refuse.Unsupported($"The event table has {names.Length} columns; at most {MaxColumns} are read.");
    }

    /// <summary>Looks at the first rows, on a copy of the scanner, for what names do not tell.</summary>
    private static EventLayout Settle(Utf8Scanner scanner, EventLayout? named)
    {
        var layout = named ?? new EventLayout(0, 1, 2, 3, EventTimeUnit.Unknown);
        Span<double> row = stackalloc double[layout.Width];
        var rows = 0;
        var (first, times) = (new double[EventLayout.SampleRows], new double[EventLayout.SampleRows]);
        for (; rows < EventLayout.SampleRows && scanner.SkipToContent(); rows++)
        {
            ReadRow(ref scanner, row, rows, layout);
            if (named is null && !scanner.AtLineEnd())
                throw Refuse.Unsupported("The event table has no line of names and more than four columns; add a first line 'x,y,t,p' in the order of its columns.");
            (first[rows], times[rows]) = (row[0], row[layout.Time]);
            scanner.ReadLine();
        }
        if (named is null)
            layout = EventLayout.Guess(first.AsSpan(0, rows), times.AsSpan(0, rows));
        return layout.WithUnitOf((layout.Time == 0 ? first : times).AsSpan(0, rows));
    }

    private static void ReadRow(ref Utf8Scanner scanner, scoped Span<double> row, int index, EventLayout layout)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (!layout.Uses(i))
                scanner.ReadTokenOnLine();
            else if (!scanner.TryReadNumberOnLine(out row[i]) && !(i == layout.Polarity && TryReadWord(ref scanner, out row[i])))
                throw Refuse.Corrupt($"Row {index} of the event table (at byte {scanner.Position}) has no number in column {i}.");
        }
    }

    /// <summary>Polarities are also written as words.</summary>
    private static bool TryReadWord(ref Utf8Scanner scanner, out double value)
    {
        var word = scanner.ReadTokenOnLine();
        value = Ascii.EqualsIgnoreCase(word, "true") || Ascii.EqualsIgnoreCase(word, "on") ? 1 : 0;
        return value > 0 || Ascii.EqualsIgnoreCase(word, "false") || Ascii.EqualsIgnoreCase(word, "off");
    }
}
