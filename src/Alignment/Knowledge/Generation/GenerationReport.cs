namespace UniBind.Grid.Alignment;

/// <summary>What a run of generation did.</summary>
/// <param name="Asked">The questions that were answered.</param>
/// <param name="Skipped">The questions that an earlier run had answered.</param>
/// <param name="Descriptions">The descriptions that were written.</param>
/// <param name="Usage">The cost by template, by name.</param>
/// <param name="Failures">The questions without a usable answer; a further run asks them again.</param>
public sealed record GenerationReport(
    int Asked, int Skipped, int Descriptions, IReadOnlyDictionary<string, ChatUsage> Usage, IReadOnlyList<GenerationFailure> Failures)
{
    /// <summary>The cost of all.</summary>
    public ChatUsage Total => Usage.Values.Aggregate(default(ChatUsage), (sum, usage) => sum + usage);
}
