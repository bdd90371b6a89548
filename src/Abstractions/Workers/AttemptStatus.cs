namespace UniBind.Grid;

/// <summary>How far an attempt is.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Attempt">The number of the try, as in its lease.</param>
/// <param name="AtWork">False while it waits for its turn on the silo.</param>
/// <param name="Steps">Grows with each item that is decoded and each stage that is done; says only that it moves.</param>
[GenerateSerializer, Immutable, Alias("unibind.AttemptStatus")]
public sealed record AttemptStatus(
    [property: Id(0)] string Shard,
    [property: Id(1)] int Attempt,
    [property: Id(2)] bool AtWork,
    [property: Id(3)] long Steps);
