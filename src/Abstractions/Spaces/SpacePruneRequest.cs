namespace UniBind.Grid;

/// <summary>Asks for the removal of what a space no longer needs.</summary>
[GenerateSerializer, Immutable, Alias("unibind.SpacePruneRequest")]
public sealed record SpacePruneRequest
{
    /// <summary>
    /// The newest versions that stay in any case, at least one: of the space, of each class's center, and of each modality's heads. What an alias names,
    /// what a job in the job list pinned and what is in use stays besides.
    /// </summary>
    [Id(0)] public int Keep { get; init; } = 5;

    /// <summary>Files that were written or used again within this time stay: a build or a publication that goes on may be about to name them.</summary>
    [Id(1)] public TimeSpan OlderThan { get; init; } = TimeSpan.FromDays(1);

    /// <summary>True only to say what would be removed.</summary>
    [Id(2)] public bool DryRun { get; init; }
}
