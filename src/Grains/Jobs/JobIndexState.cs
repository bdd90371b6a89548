namespace UniBind.Grid.Grains;

/// <summary>The stored job list.</summary>
[GenerateSerializer, Alias("unibind.JobIndexState")]
public sealed class JobIndexState
{
    /// <summary>The version of this layout.</summary>
    [Id(0)] public int SchemaVersion { get; set; } = 1;

    /// <summary>The jobs by id.</summary>
    [Id(1)] public Dictionary<string, JobSummary> Jobs { get; set; } = [];
}
