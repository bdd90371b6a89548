namespace UniBind.Grid.Client;

/// <summary>How far a job is with one modality. The server tells the items carried, reused and duplicate as a part of the finished ones.</summary>
internal sealed record WireJobModality(string Modality, long Planned, long Embedded, long DeadLettered, double ItemsPerSecond);
