namespace UniBind.Grid.Alignment;

/// <summary>What a plan found in one shard.</summary>
/// <param name="Modality">The modality of its rows; null without rows.</param>
/// <param name="Counts">The counts.</param>
/// <param name="Changes">The changes, in the order of the rows.</param>
/// <param name="Notes">What the reader should know.</param>
internal sealed record ShardPlan(Modality? Modality, ModalityPlan Counts, IReadOnlyList<ClassChange> Changes, IReadOnlyList<string> Notes)
{
    public static ShardPlan Empty { get; } = new(null, new ModalityPlan("", 0, 0, 0, 0, 0), [], []);
}
