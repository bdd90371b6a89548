namespace UniBind.Grid.Alignment;

/// <summary>How many rows of a modality would go from one class to another.</summary>
/// <param name="Modality">The modality, by name.</param>
/// <param name="From">The class in the old version; null for none.</param>
/// <param name="To">The class in the new version; null for none.</param>
/// <param name="Rows">How many.</param>
public sealed record ClassMove(string Modality, string? From, string? To, long Rows);
