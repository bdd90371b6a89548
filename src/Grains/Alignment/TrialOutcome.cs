using UniBind.Grid.Alignment;

namespace UniBind.Grid.Grains;

/// <summary>What a trial gave, before it is stored.</summary>
/// <param name="Head">The head; null for a fold.</param>
/// <param name="Scores">What each setting reached.</param>
internal sealed record TrialOutcome(Head? Head, IReadOnlyList<AlignScore> Scores)
{
    /// <summary>The penalties that were tried.</summary>
    public IReadOnlyList<double> Lambdas { get; init; } = [];

    /// <summary>The step of the checkpoint that it went on from.</summary>
    public int ResumedFrom { get; init; }
}
