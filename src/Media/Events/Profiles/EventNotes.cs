namespace UniBind.Grid.Media;

/// <summary>What <c>inspect</c> shows of a recording.</summary>
internal static class EventNotes
{
    /// <summary>The number of events, the sensor, the duration, and whether the events had to be sorted.</summary>
    public static IReadOnlyDictionary<string, string> Of(EventRecording recording)
    {
        var notes = new Dictionary<string, string>
        {
            ["events"] = FormattableString.Invariant($"{recording.Count}"),
            ["sensor"] = FormattableString.Invariant($"{recording.Width}x{recording.Height}"),
            ["duration"] = FormattableString.Invariant($"{recording.Duration / 1000.0:0.###} ms"),
        };
        if (recording.Sorted)
            notes["order"] = "sorted by time";
        return notes;
    }
}
