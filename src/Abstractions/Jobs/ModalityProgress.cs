namespace UniBind.Grid;

/// <summary>How far a job is with one modality.</summary>
/// <param name="Modality">The modality.</param>
/// <param name="Planned">Items planned so far.</param>
/// <param name="Embedded">Items embedded and committed.</param>
/// <param name="DeadLettered">Items that failed for good.</param>
/// <param name="ItemsPerSecond">Items finished a second while this modality ran, 0 before the first shard.</param>
[GenerateSerializer, Immutable, Alias("unibind.ModalityProgress")]
public sealed record ModalityProgress(
    [property: Id(0)] Modality Modality,
    [property: Id(1)] long Planned,
    [property: Id(2)] long Embedded,
    [property: Id(3)] long DeadLettered,
    [property: Id(4)] double ItemsPerSecond)
{
    /// <summary>Items of the modality whose embeddings came from the cache.</summary>
    [Id(5)] public long Reused { get; init; }

    /// <summary>Items of the modality taken over from an earlier job.</summary>
    [Id(6)] public long Carried { get; init; }

    /// <summary>Items of the modality with the content of an earlier item of the job.</summary>
    [Id(7)] public long Duplicate { get; init; }

    /// <summary>Items of the modality with a row or a dead letter.</summary>
    public long Finished => Embedded + Reused + Carried + Duplicate + DeadLettered;
}
