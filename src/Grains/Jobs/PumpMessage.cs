namespace UniBind.Grid.Grains;

/// <summary>What the pump of a job reacts to.</summary>
internal abstract record PumpMessage
{
    /// <summary>Look again: workers changed, or a stop was asked for.</summary>
    public sealed record Tick : PumpMessage;

    /// <summary>A page has its shards.</summary>
    public sealed record PagePlanned(PlannedPage Page) : PumpMessage;

    /// <summary>Every page has.</summary>
    public sealed record PlanningDone : PumpMessage;

    /// <summary>A shard is committed.</summary>
    public sealed record ShardDone(PooledWorker Worker, Assignment Work, ShardReport Report) : PumpMessage;

    /// <summary>An attempt failed as a whole.</summary>
    public sealed record ShardFailed(PooledWorker Worker, Assignment Work, Exception Cause) : PumpMessage;

    /// <summary>The run cannot go on.</summary>
    public sealed record Broken(Exception Cause) : PumpMessage;

    /// <summary>A shard on its way.</summary>
    /// <param name="Page">The page it is of.</param>
    /// <param name="Shard">The shard.</param>
    /// <param name="Attempt">1 for the first try.</param>
    /// <param name="Failures">Tries that failed for a reason other than the silo's.</param>
    public sealed record Assignment(int Page, PlannedShard Shard, int Attempt, int Failures);
}
