namespace UniBind.Grid;

/// <summary>What came of a trial.</summary>
[GenerateSerializer, Immutable, Alias("unibind.AlignTrialResult")]
public sealed record AlignTrialResult
{
    /// <summary>The head; null for a fold, whose head nobody needs.</summary>
    [Id(0)] public HeadInfo? Head { get; init; }

    /// <summary>The penalties that were tried; empty for contrastive training.</summary>
    [Id(1)] public double[] Lambdas { get; init; } = [];

    /// <summary>What each reached, one for each penalty, else one; empty when there is nothing to measure on.</summary>
    [Id(2)] public AlignScore[] Scores { get; init; } = [];

    /// <summary>The step of the checkpoint that it went on from; 0 when it began anew.</summary>
    [Id(3)] public int ResumedFrom { get; init; }
}
