namespace UniBind.Grid;

/// <summary>How much of each encoder silo a job gets while other jobs want it, too. The numeric values are stored: never renumber them.</summary>
[GenerateSerializer, Alias("unibind.JobPriority")]
public enum JobPriority
{
    /// <summary>The same as every other job that does not say.</summary>
    Normal = 0,

    /// <summary>A quarter of a normal job's share.</summary>
    Low = 1,

    /// <summary>Four times a normal job's share.</summary>
    High = 2,
}
