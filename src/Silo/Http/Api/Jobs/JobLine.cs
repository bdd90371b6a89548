namespace UniBind.Grid.Silo;

/// <summary>One line of the job list.</summary>
internal sealed record JobLine
{
    /// <summary><c>job</c>.</summary>
    public string Object { get; init; } = "job";

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>running, paused, done, failed or cancelled.</summary>
    public required string State { get; init; }

    /// <summary>The corpus.</summary>
    public required string Source { get; init; }

    /// <summary>Where the output is written to.</summary>
    public required string Output { get; init; }

    /// <summary>The space version that the job pinned.</summary>
    public required string Space { get; init; }

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Items with a row, as of the last change of state.</summary>
    public long Embedded { get; init; }

    /// <summary>Items that failed for good, as of the last change of state.</summary>
    public long DeadLettered { get; init; }

    /// <summary>The form of a summary.</summary>
    public static JobLine Of(JobSummary job) => new()
    {
        Id = job.JobId,
        State = JobView.NameOf(job.State),
        Source = job.Source,
        Output = job.Output,
        Space = job.Space,
        SubmittedAt = job.SubmittedAt,
        EndedAt = job.EndedAt,
        Embedded = job.Embedded,
        DeadLettered = job.DeadLettered,
    };
}
