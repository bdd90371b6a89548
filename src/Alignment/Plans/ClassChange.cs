namespace UniBind.Grid.Alignment;

/// <summary>A row that would be of another class in the new version.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="Modality">Its modality, by name.</param>
/// <param name="From">The class in the old version; null for none.</param>
/// <param name="To">The class in the new version; null for none.</param>
/// <param name="FromScore">The score there.</param>
/// <param name="ToScore">The score there.</param>
/// <param name="Labels">The row's labels.</param>
public sealed record ClassChange(string Id, string Modality, string? From, string? To, float FromScore, float ToScore, IReadOnlyList<string> Labels);
