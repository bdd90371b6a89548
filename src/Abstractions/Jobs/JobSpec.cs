namespace UniBind.Grid;

/// <summary>What a batch job is to do. Stored with the job; two submissions of equal specs under one id are one job.</summary>
/// <remarks>Immutable. The record's own equality takes <see cref="Modalities"/> by reference; the grid compares them as a set.</remarks>
[GenerateSerializer, Immutable, Alias("unibind.JobSpec")]
public sealed record JobSpec
{
    /// <summary>The corpus: a folder, a manifest file or a tar, as an absolute path.</summary>
    [Id(0)] public required string Source { get; init; }

    /// <summary>The folder that the output is written to, as an absolute path.</summary>
    [Id(1)] public required string Output { get; init; }

    /// <summary>
    /// The space: <c>NAME@7</c>, <c>NAME@latest</c> or <c>NAME@stable</c>, pinned to one version when the job is submitted; <c>PACK@0</c> is a pack without heads and centers.
    /// </summary>
    [Id(2)] public required string Space { get; init; }

    /// <summary>At most this many items of the corpus are taken, in listing order; null for all.</summary>
    [Id(3)] public long? Limit { get; init; }

    /// <summary>Only these modalities are embedded; the others are counted as filtered. Empty for all.</summary>
    [Id(4)] public Modality[] Modalities { get; init; } = [];

    /// <summary>What happens to texts longer than the encoder's window: <c>truncate</c>, <c>chunk-mean</c> or <c>chunk-rows</c>.</summary>
    [Id(5)] public string LongText { get; init; } = "truncate";

    /// <summary>The form of the part files: <c>parquet</c> or <c>npy</c>.</summary>
    [Id(6)] public string Sink { get; init; } = "parquet";

    /// <summary>True to read a folder as a tree even when it has a manifest at its root.</summary>
    [Id(7)] public bool IgnoreManifest { get; init; }

    /// <summary>The content address that the pack must have; null takes the pack that a published version names, or the grid's pack of the name of <c>PACK@0</c> as it is.</summary>
    [Id(8)] public string? PackSha256 { get; init; }

    /// <summary>
    /// The output folder of a finished job whose items are brought into <see cref="Space"/> from its raw embeddings, as an absolute path; no media is read then.
    /// Null for a job that embeds.
    /// </summary>
    [Id(9)] public string? RealignFrom { get; init; }

    /// <summary>True to keep no raw embeddings where the space has heads: the output can never be realigned then.</summary>
    [Id(10)] public bool NoRaw { get; init; }

    /// <summary>
    /// The output of an earlier finished job, as an absolute path or an address: items with the same id and content are carried over from it
    /// and not encoded again. Null for a job that starts from nothing.
    /// </summary>
    [Id(11)] public string? Since { get; init; }

    /// <summary>True to carry over the items of <see cref="Since"/> that the source does not list, too: the source holds only what is new.</summary>
    [Id(12)] public bool Append { get; init; }

    /// <summary>True to neither read nor fill the embedding cache.</summary>
    [Id(13)] public bool NoCache { get; init; }

    /// <summary>How much of the encoder silos the job gets beside other jobs.</summary>
    [Id(14)] public JobPriority Priority { get; init; }

    /// <summary>
    /// The job fails early when more than this fraction of its items, from 0 to 1, is dead-lettered; null to go on to the end whatever fails.
    /// Of the whole corpus once it is listed; before that of the finished items, from 1,000 on.
    /// </summary>
    [Id(15)] public double? MaxErrors { get; init; }

    /// <summary>
    /// The folders and addresses beyond which the job reads nothing, links resolved: what its source and the earlier outputs that it names lead to is checked by the silos
    /// when they open it. Empty for no bound.
    /// </summary>
    [Id(16)] public string[] Confine { get; init; } = [];
}
