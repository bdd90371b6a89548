namespace UniBind.Grid.Corpora;

/// <summary>The account of one modality.</summary>
public sealed record ModalityLedger
{
    /// <summary>Rows encoded by this job.</summary>
    public long Embedded { get; init; }

    /// <summary>Rows from the cache.</summary>
    public long Reused { get; init; }

    /// <summary>Rows from an earlier job.</summary>
    public long Carried { get; init; }

    /// <summary>Rows that repeat an earlier item's content.</summary>
    public long Duplicate { get; init; }

    /// <summary>Items that got no row.</summary>
    public long DeadLettered { get; init; }

    internal ModalityLedger Plus(ShardAccount account) => new()
    {
        Embedded = Embedded + account.Embedded,
        Reused = Reused + account.Reused,
        Carried = Carried + account.Carried,
        Duplicate = Duplicate + account.Duplicate,
        DeadLettered = DeadLettered + account.DeadLetters.Count,
    };
}
