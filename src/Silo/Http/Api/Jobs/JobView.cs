namespace UniBind.Grid.Silo;

/// <summary>A job as it is now.</summary>
internal sealed record JobView
{
    /// <summary><c>job</c>.</summary>
    public string Object { get; init; } = "job";

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>running, paused, done, failed or cancelled.</summary>
    public required string State { get; init; }

    /// <summary>Where the output is written to.</summary>
    public required string Output { get; init; }

    /// <summary>Items listed so far.</summary>
    public long Listed { get; init; }

    /// <summary>True once the whole corpus is listed.</summary>
    public bool ListingComplete { get; init; }

    /// <summary>Items finished in any way.</summary>
    public long Finished { get; init; }

    /// <summary>Items embedded and committed.</summary>
    public long Embedded { get; init; }

    /// <summary>Items whose embeddings came from the cache.</summary>
    public long Reused { get; init; }

    /// <summary>Items taken over from an earlier job.</summary>
    public long Carried { get; init; }

    /// <summary>Items with the content of an earlier item.</summary>
    public long Duplicate { get; init; }

    /// <summary>Items that failed for good.</summary>
    public long DeadLettered { get; init; }

    /// <summary>Items that the job's own filters left out.</summary>
    public long Filtered { get; init; }

    /// <summary>Rows committed.</summary>
    public long Rows { get; init; }

    /// <summary>Items finished a second over the last seconds.</summary>
    public double ItemsPerSecond { get; init; }

    /// <summary>The seconds to the end; null while that cannot be told.</summary>
    public double? RemainingSeconds { get; init; }

    /// <summary>How long the job has run, pauses left out.</summary>
    public double ElapsedSeconds { get; init; }

    /// <summary>Encoder silos at work.</summary>
    public int Workers { get; init; }

    /// <summary>The reason when the job failed, or what it waits for.</summary>
    public string? Message { get; init; }

    /// <summary>Each modality that the corpus was found to hold.</summary>
    public required JobModalityView[] Modalities { get; init; }

    /// <summary>The form of a job's progress.</summary>
    public static JobView Of(JobProgress job) => new()
    {
        Id = job.JobId,
        State = NameOf(job.State),
        Output = job.Output,
        Listed = job.Listed,
        ListingComplete = job.ListingComplete,
        Finished = job.Finished,
        Embedded = job.Embedded,
        Reused = job.Reused,
        Carried = job.Carried,
        Duplicate = job.Duplicate,
        DeadLettered = job.DeadLettered,
        Filtered = job.Filtered,
        Rows = job.Rows,
        ItemsPerSecond = Finite(job.ItemsPerSecond),
        RemainingSeconds = job.Remaining?.TotalSeconds,
        ElapsedSeconds = job.Elapsed.TotalSeconds,
        Workers = job.Workers,
        Message = job.Message,
        Modalities = [.. job.Modalities.Select(m => new JobModalityView(m.Modality.Name(), m.Planned, m.Finished, m.Embedded, m.DeadLettered, Finite(m.ItemsPerSecond)))],
    };

    /// <summary>The word for a state.</summary>
    public static string NameOf(JobState state) => state.ToString().ToLowerInvariant();

    // JSON knows no infinity.
    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
