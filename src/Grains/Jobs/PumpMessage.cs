namespace UniBind.Grid.Grains;

/// <summary>What the pump of a job reacts to.</summary>
internal abstract record PumpMessage
{
    /// <summary>Look again: time passed, workers changed, or a stop was asked for.</summary>
    public sealed record Tick : PumpMessage;

    /// <summary>A page has its shards.</summary>
    public sealed record PagePlanned(PlannedPage Page) : PumpMessage;

    /// <summary>Every page has.</summary>
    public sealed record PlanningDone : PumpMessage;

    /// <summary>A shard is committed.</summary>
    public sealed record ShardDone(LeasedAttempt Attempt, ShardReport Report) : PumpMessage;

    /// <summary>An attempt failed as a whole.</summary>
    public sealed record ShardFailed(LeasedAttempt Attempt, Exception Cause) : PumpMessage;

    /// <summary>A silo said what it has of the job.</summary>
    public sealed record Beat(PooledWorker Worker, WorkerHeartbeat Heartbeat, long Asked) : PumpMessage;

    /// <summary>Membership says that a silo is gone.</summary>
    public sealed record SiloLeft(string Silo) : PumpMessage;

    /// <summary>Membership says that a silo is about to go: what it has it may finish.</summary>
    public sealed record SiloLeaves(string Silo) : PumpMessage;

    /// <summary>The run cannot go on.</summary>
    public sealed record Broken(Exception Cause) : PumpMessage;
}
