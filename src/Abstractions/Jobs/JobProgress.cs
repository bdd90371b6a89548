namespace UniBind.Grid;

/// <summary>A moment in the life of a job, for people and for programs.</summary>
[GenerateSerializer, Immutable, Alias("unibind.JobProgress")]
public sealed record JobProgress
{
    /// <summary>The job's id.</summary>
    [Id(0)] public required string JobId { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(1)] public JobState State { get; init; }

    /// <summary>Items listed so far.</summary>
    [Id(2)] public long Listed { get; init; }

    /// <summary>True once the whole corpus is listed, so that <see cref="Listed"/> is the total.</summary>
    [Id(3)] public bool ListingComplete { get; init; }

    /// <summary>Items embedded and committed.</summary>
    [Id(4)] public long Embedded { get; init; }

    /// <summary>Items that failed for good.</summary>
    [Id(5)] public long DeadLettered { get; init; }

    /// <summary>Items that the job's own filters left out.</summary>
    [Id(6)] public long Filtered { get; init; }

    /// <summary>Rows committed; more than <see cref="Embedded"/> when long texts become several rows.</summary>
    [Id(7)] public long Rows { get; init; }

    /// <summary>Items finished a second over the last seconds.</summary>
    [Id(8)] public double ItemsPerSecond { get; init; }

    /// <summary>The time to the end at the speed of each modality so far; null while that cannot be told.</summary>
    [Id(9)] public TimeSpan? Remaining { get; init; }

    /// <summary>How long the job has run, pauses left out.</summary>
    [Id(10)] public TimeSpan Elapsed { get; init; }

    /// <summary>Each modality that the corpus was found to hold.</summary>
    [Id(11)] public ModalityProgress[] Modalities { get; init; } = [];

    /// <summary>Encoder silos at work.</summary>
    [Id(12)] public int Workers { get; init; }

    /// <summary>The reason when the job failed, or what it waits for.</summary>
    [Id(13)] public string? Message { get; init; }

    /// <summary>The folder that the output is written to.</summary>
    [Id(14)] public string Output { get; init; } = "";

    /// <summary>Items whose embeddings came from the cache.</summary>
    [Id(15)] public long Reused { get; init; }

    /// <summary>Items taken over from an earlier job.</summary>
    [Id(16)] public long Carried { get; init; }

    /// <summary>Items with the content of an earlier item of the job.</summary>
    [Id(17)] public long Duplicate { get; init; }

    /// <summary>Items finished in any way.</summary>
    public long Finished => Embedded + Reused + Carried + Duplicate + DeadLettered + Filtered;

    /// <summary>Items that have a row, wherever it came from.</summary>
    public long WithRow => Embedded + Reused + Carried + Duplicate;

    /// <summary>The share of the contents to embed that the cache held, from 0 to 1; 0 before the first.</summary>
    public double CacheHitRate => Reused + Embedded == 0 ? 0 : Reused / (double)(Reused + Embedded);
}
