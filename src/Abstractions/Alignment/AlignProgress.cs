namespace UniBind.Grid;

/// <summary>How far the training of a head is.</summary>
[GenerateSerializer, Immutable, Alias("unibind.AlignProgress")]
public sealed record AlignProgress
{
    /// <summary>The modality.</summary>
    [Id(0)] public Modality Modality { get; init; }

    /// <summary>What is done now: <c>reading</c>, <c>training</c> or <c>done</c>.</summary>
    [Id(1)] public string Step { get; init; } = "";

    /// <summary>The groups of parts, or the trials, that are finished.</summary>
    [Id(2)] public int Done { get; init; }

    /// <summary>All of the step.</summary>
    [Id(3)] public int Total { get; init; }

    /// <summary>The share of the running trials' steps that is done, 0 to 1.</summary>
    [Id(4)] public double Steps { get; init; }

    /// <summary>The time since the training was asked for.</summary>
    [Id(5)] public TimeSpan Elapsed { get; init; }

    /// <summary>The items that the head is trained on, as far as they are counted.</summary>
    [Id(6)] public long Items { get; init; }

    /// <summary>The items that are held out, as far as they are counted.</summary>
    [Id(7)] public long HeldOut { get; init; }

    /// <summary>The groups of parts whose sums stood already and were not made again.</summary>
    [Id(8)] public int Reused { get; init; }

    /// <summary>What the user should know: rows that were not used and why, silos that were lost.</summary>
    [Id(9)] public string[] Notes { get; init; } = [];

    /// <summary>The head; in the last element only.</summary>
    [Id(10)] public HeadInfo? Head { get; init; }
}
