namespace UniBind.Grid.Client;

/// <summary>What changed between two versions of one class's center.</summary>
/// <param name="From">The version it is compared from.</param>
/// <param name="To">The version it is compared to.</param>
/// <param name="Entered">The descriptions that only the second has.</param>
/// <param name="Left">The descriptions that only the first has.</param>
/// <param name="Kept">How many both have.</param>
public sealed record CenterDiff(CenterVersion From, CenterVersion To, IReadOnlyList<string> Entered, IReadOnlyList<string> Left, int Kept);
