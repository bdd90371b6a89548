namespace UniBind.Grid;

/// <summary>What an encoder silo has of one job at a moment.</summary>
/// <param name="Attempts">The attempts there, at work or waiting for their turn.</param>
/// <param name="NotReady">Why the silo failed lately with everything that it was given, or null.</param>
[GenerateSerializer, Immutable, Alias("unibind.WorkerHeartbeat")]
public sealed record WorkerHeartbeat([property: Id(0)] AttemptStatus[] Attempts, [property: Id(1)] string? NotReady);
