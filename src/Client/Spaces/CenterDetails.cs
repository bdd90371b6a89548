namespace UniBind.Grid.Client;

/// <summary>A version of one class's center, with its rows.</summary>
/// <param name="Center">How it came to be.</param>
/// <param name="Rows">Its rows, in the order in which the rule selected them.</param>
public sealed record CenterDetails(CenterVersion Center, IReadOnlyList<CenterRow> Rows);
