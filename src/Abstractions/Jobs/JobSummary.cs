namespace UniBind.Grid;

/// <summary>One line of the job list.</summary>
[GenerateSerializer, Immutable, Alias("unibind.JobSummary")]
public sealed record JobSummary
{
    /// <summary>The job's id.</summary>
    [Id(0)] public required string JobId { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(1)] public JobState State { get; init; }

    /// <summary>The corpus.</summary>
    [Id(2)] public string Source { get; init; } = "";

    /// <summary>The output folder.</summary>
    [Id(3)] public string Output { get; init; } = "";

    /// <summary>The space that the job pinned.</summary>
    [Id(4)] public string Space { get; init; } = "";

    /// <summary>When it was submitted.</summary>
    [Id(5)] public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    [Id(6)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Items with a row, as of the last change of state.</summary>
    [Id(7)] public long Embedded { get; init; }

    /// <summary>Items dead-lettered, as of the last change of state.</summary>
    [Id(8)] public long DeadLettered { get; init; }
}
