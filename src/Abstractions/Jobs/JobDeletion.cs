namespace UniBind.Grid;

/// <summary>What became of a job that was deleted.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Output">Its output folder.</param>
/// <param name="Objects">The files that are gone; 0 when the output was kept or gone already.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Dependents">The jobs whose outputs were realigned from it and need its raw embeddings: these stay until the last of them is deleted, too.</param>
[GenerateSerializer, Immutable, Alias("unibind.JobDeletion")]
public sealed record JobDeletion(
    [property: Id(0)] string JobId,
    [property: Id(1)] string Output,
    [property: Id(2)] int Objects,
    [property: Id(3)] long Bytes,
    [property: Id(4)] string[] Dependents);
