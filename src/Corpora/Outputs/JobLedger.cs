namespace UniBind.Grid.Corpora;

/// <summary>The account of a job: input = embedded + reused + carried + duplicate + dead-lettered + filtered.</summary>
public sealed record JobLedger
{
    /// <summary>The modality of what failed before its modality was known.</summary>
    public const string UnknownModality = "unknown";

    /// <summary>The rows of the listing.</summary>
    public required long Input { get; init; }

    /// <summary>Rows encoded by this job.</summary>
    public required long Embedded { get; init; }

    /// <summary>Rows from the cache.</summary>
    public required long Reused { get; init; }

    /// <summary>Rows from an earlier job.</summary>
    public required long Carried { get; init; }

    /// <summary>Rows that repeat an earlier item's content.</summary>
    public required long Duplicate { get; init; }

    /// <summary>Items that got no row; each has its line in <c>errors.jsonl</c>.</summary>
    public required long DeadLettered { get; init; }

    /// <summary>Items left out on purpose, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Filtered { get; init; }

    /// <summary>The account by modality; filtered items are not part of it.</summary>
    public required IReadOnlyDictionary<string, ModalityLedger> Modalities { get; init; }

    /// <summary>The dead letters by code.</summary>
    public required IReadOnlyDictionary<string, long> DeadLetterCodes { get; init; }

    /// <summary>True when the two sides are equal.</summary>
    public bool Closed => Input == Embedded + Reused + Carried + Duplicate + DeadLettered + Filtered.Values.Sum();
}
