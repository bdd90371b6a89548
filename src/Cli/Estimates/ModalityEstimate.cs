namespace UniBind.Grid.Cli;

/// <summary>What one modality of a job will take.</summary>
/// <param name="Modality">Its name.</param>
/// <param name="Items">Its items.</param>
/// <param name="Bytes">The size of their content.</param>
/// <param name="Seconds">The time, measured on a few items; null when it could not be measured.</param>
/// <param name="OutputBytes">The size of the rows.</param>
/// <param name="Note">Why it could not be measured, or that the pack lacks the modality.</param>
internal sealed record ModalityEstimate(string Modality, long Items, long Bytes, double? Seconds, long OutputBytes, string? Note);
