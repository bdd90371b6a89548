namespace UniBind.Grid.Silo;

/// <summary>How far a job is with one modality.</summary>
/// <param name="Modality">Its name.</param>
/// <param name="Planned">Items planned so far.</param>
/// <param name="Finished">Items with a row or a dead letter.</param>
/// <param name="Embedded">Items embedded and committed.</param>
/// <param name="DeadLettered">Items that failed for good.</param>
/// <param name="ItemsPerSecond">Items finished a second while this modality ran.</param>
internal sealed record JobModalityView(string Modality, long Planned, long Finished, long Embedded, long DeadLettered, double ItemsPerSecond);
