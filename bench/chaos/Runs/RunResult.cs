namespace UniBind.Grid.Bench.Chaos;

/// <summary>What one schedule came to.</summary>
internal sealed record RunResult
{
    public required Schedule Schedule { get; init; }

    /// <summary>The checker found nothing wrong.</summary>
    public bool Survived { get; init; }

    /// <summary>Why nothing was run; null when it was.</summary>
    public string? Skipped { get; init; }

    /// <summary>Injections that happened before the job ended.</summary>
    public IReadOnlyList<Injection> Injected { get; init; } = [];

    public long Lost { get; init; }

    public long Duplicated { get; init; }

    public long Differing { get; init; }

    public long Unknown { get; init; }

    /// <summary>Items begun again, as a fraction of those needed; null where the logs do not tell.</summary>
    public double? Redone { get; init; }

    /// <summary>From each kill to the next thing that was committed.</summary>
    public IReadOnlyList<TimeSpan> FirstProgress { get; init; } = [];

    /// <summary>How often the job stood still and had to be resumed by its user.</summary>
    public int ResumedByHand { get; init; }

    public TimeSpan Time { get; init; }

    /// <summary>The checker's sentence, or what else went wrong.</summary>
    public string Note { get; init; } = "";
}
