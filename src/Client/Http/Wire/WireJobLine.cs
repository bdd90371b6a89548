namespace UniBind.Grid.Client;

/// <summary>One line of the job list.</summary>
internal sealed record WireJobLine
{
    public required string Id { get; init; }

    public required string State { get; init; }

    public string Source { get; init; } = "";

    public string Output { get; init; } = "";

    public string Space { get; init; } = "";

    public DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public long Embedded { get; init; }

    public long DeadLettered { get; init; }

    /// <summary>The form that callers get.</summary>
    public JobSummary ToSummary() => new()
    {
        JobId = Id,
        State = WireStates.Parse(State),
        Source = Source,
        Output = Output,
        Space = Space,
        SubmittedAt = SubmittedAt,
        EndedAt = EndedAt,
        Embedded = Embedded,
        DeadLettered = DeadLettered,
    };
}
