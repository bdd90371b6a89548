namespace UniBind.Grid;

/// <summary>Some parts of one job's output, read together. Which parts form a group depends on the job's plan alone, so that what was made of a group can be found again.</summary>
[GenerateSerializer, Immutable, Alias("unibind.AlignGroup")]
public sealed record AlignGroup
{
    /// <summary>The output folder.</summary>
    [Id(0)] public required string Folder { get; init; }

    /// <summary>The shards, in the order of the plan.</summary>
    [Id(1)] public required string[] Shards { get; init; }

    /// <summary>The address of what is made of the group: of the job, its parts' hashes, the targets and the settings that matter.</summary>
    [Id(2)] public required string Key { get; init; }
}
