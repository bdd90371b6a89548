namespace UniBind.Grid.Client;

/// <summary>A job as it is now.</summary>
internal sealed record WireJob
{
    public required string Id { get; init; }

    public required string State { get; init; }

    public string Output { get; init; } = "";

    public long Listed { get; init; }

    public bool ListingComplete { get; init; }

    public long Embedded { get; init; }

    public long Reused { get; init; }

    public long Carried { get; init; }

    public long Duplicate { get; init; }

    public long DeadLettered { get; init; }

    public long Filtered { get; init; }

    public long Rows { get; init; }

    public double ItemsPerSecond { get; init; }

    public double? RemainingSeconds { get; init; }

    public double ElapsedSeconds { get; init; }

    public int Workers { get; init; }

    public string? Message { get; init; }

    public WireJobModality[] Modalities { get; init; } = [];

    /// <summary>The form that callers get.</summary>
    public JobProgress ToProgress() => new()
    {
        JobId = Id,
        State = WireStates.Parse(State),
        Output = Output,
        Listed = Listed,
        ListingComplete = ListingComplete,
        Embedded = Embedded,
        Reused = Reused,
        Carried = Carried,
        Duplicate = Duplicate,
        DeadLettered = DeadLettered,
        Filtered = Filtered,
        Rows = Rows,
        ItemsPerSecond = ItemsPerSecond,
        Remaining = RemainingSeconds is { } seconds and >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null,
        Elapsed = ElapsedSeconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(ElapsedSeconds) : TimeSpan.Zero,
        Workers = Workers,
        Message = Message,
        Modalities = [.. Modalities.Where(m => Grid.Modalities.TryParse(m.Modality, out _)).Select(ToProgress)],
    };

    private static ModalityProgress ToProgress(WireJobModality m)
    {
        Grid.Modalities.TryParse(m.Modality, out var modality);
        return new ModalityProgress(modality, m.Planned, m.Embedded, m.DeadLettered, m.ItemsPerSecond);
    }
}
