namespace UniBind.Grid.Media;

/// <summary>
/// Reads events from NumPy arrays: a vector of records with the fields x, y, t and p; a matrix [n, 4] whose column order <see cref="EventLayout.Guess"/> tells;
/// or an archive of four vectors called x, y, t and p. An archive may also hold one such vector of records or matrix, called <c>event_data</c>
/// (N-ImageNet), <c>events</c>, or anything when it is alone.
/// </summary>
internal static class NumpyEvents
{
    private static readonly string[] Usual = ["event_data", "events", "data", "arr_0"];

    /// <summary>Reads the events of one array.</summary>
    /// <exception cref="ItemException">The array has another shape or other fields, too many events, or unsound values.</exception>
    public static EventRecording Decode(NpyArray array, MediaLimits limits, CancellationToken cancellationToken)
    {
        CheckCount(array.Header.Structured ? array.Header.Count : array.Rows, limits);
        if (array.Header.Structured)
        {
            var fields = array.Header.Fields;
            var layout = EventLayout.FromNames([.. fields.Select(f => f.Name)]);
            return NumpyEventTable.Read([.. new[] { layout.X, layout.Y, layout.Time, layout.Polarity }.Select(i => array.Field(fields[i]))], layout.Unit, limits, cancellationToken);
        }
        if (array.Shape is not [_, 4])
            throw Refuse.Unsupported($"The NumPy array is of shape [{string.Join(", ", array.Header.Shape)}]; events are records with the fields x, y, t and p, or a matrix [n, 4].");

        var columns = Enumerable.Range(0, 4).Select(array.Column).ToArray();
        var guess = EventLayout.Guess(NumpyEventTable.Sample(columns[0]), NumpyEventTable.Sample(columns[2]));
        return NumpyEventTable.Read([columns[guess.X], columns[guess.Y], columns[guess.Time], columns[guess.Polarity]], guess.Unit, limits, cancellationToken);
    }

    /// <summary>Reads the events of an archive.</summary>
    /// <exception cref="ItemException">The archive holds no events in a known form, too many, or unsound values.</exception>
    public static EventRecording DecodeArchive(MediaContent content, MediaLimits limits, CancellationToken cancellationToken)
    {
        using var archive = new NpzArchive(content, limits);
        var names = archive.Names.ToList();
        var known = names.Select(n => EventColumnName.Parse(n).Column).Where(c => c != EventColumn.Other).Distinct().Count();
        if (known < 4)
        {
            var name = names.Count == 1 ? names[0] : Usual.FirstOrDefault(names.Contains)
                ?? throw Refuse.Unsupported($"The archive holds no events: it needs arrays called x, y, t and p, or one called event_data, but has {string.Join(", ", names.Take(12))}.");
            return Decode(archive.Read(name), limits, cancellationToken);
        }

        var layout = EventLayout.FromNames(names);
        var columns = new NpyColumn[4];
        foreach (var (i, name) in new[] { layout.X, layout.Y, layout.Time, layout.Polarity }.Select(at => names[at]).Index())
        {
            var array = archive.Read(name);
            if (array.Header.Structured)
                throw Refuse.Unsupported($"The array '{name}' of the archive holds records where numbers belong.");
            CheckCount(array.Header.Count, limits);
            columns[i] = array.Values();
        }
        return NumpyEventTable.Read(columns, layout.Unit, limits, cancellationToken);
    }

    private static void CheckCount(long count, MediaLimits limits)
    {
        if (count > limits.MaxEvents)
            throw Refuse.TooLarge("The events", count, nameof(MediaLimits.MaxEvents), limits.MaxEvents);
    }
}
