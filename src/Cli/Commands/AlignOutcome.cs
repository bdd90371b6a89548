namespace UniBind.Grid.Cli;

/// <summary>What came of one modality.</summary>
/// <param name="Modality">The modality's name.</param>
/// <param name="Head">The head; null when the training failed.</param>
/// <param name="Items">The items that could be trained on.</param>
/// <param name="HeldOut">The items that were held out.</param>
/// <param name="Reused">The groups of parts that had been summed up earlier.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Notes">What the user should know.</param>
/// <param name="Error">Why it failed, or null.</param>
internal sealed record AlignOutcome(string Modality, HeadInfo? Head, long Items, long HeldOut, int Reused, double Seconds, IReadOnlyList<string> Notes, string? Error);
