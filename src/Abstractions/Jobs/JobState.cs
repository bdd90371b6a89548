namespace UniBind.Grid;

/// <summary>Where a job is in its life. The numeric values are stored: never renumber them.</summary>
[GenerateSerializer, Alias("unibind.JobState")]
public enum JobState
{
    /// <summary>Nobody has submitted a job under this id.</summary>
    Unknown = 0,

    /// <summary>Shards are listed, planned and run.</summary>
    Running = 2,

    /// <summary>No new shard is handed out until the job is resumed; what was committed stays.</summary>
    Paused = 3,

    /// <summary>Every item is accounted for, the ledger closes, and <c>_SUCCESS</c> is written.</summary>
    Done = 4,

    /// <summary>Stopped by an error that is not one item's; what was committed stays and the job can be resumed.</summary>
    Failed = 5,

    /// <summary>Stopped by its user; what was committed stays.</summary>
    Cancelled = 6,
}
