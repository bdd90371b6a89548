namespace UniBind.Grid;

/// <summary>One run of a job by one activation of its coordinator: what every worker needs to know, sent with each call.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Epoch">Raised by each run. Parts name it: a late attempt of an older run finds its shard committed and adopts it, or commits the same rows.</param>
/// <param name="Spec">The job's spec; its space is the version that the job pinned.</param>
/// <param name="PackSha256">The content address of the pinned pack; a worker with another pack of the name refuses.</param>
/// <param name="SpaceSha256">The hash of the pinned version's manifest; empty for <c>PACK@0</c>.</param>
[GenerateSerializer, Immutable, Alias("unibind.JobRun")]
public sealed record JobRun(
    [property: Id(0)] string JobId,
    [property: Id(1)] long Epoch,
    [property: Id(2)] JobSpec Spec,
    [property: Id(3)] string PackSha256,
    [property: Id(4)] string SpaceSha256);
