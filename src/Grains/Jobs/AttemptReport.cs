namespace UniBind.Grid.Grains;

/// <summary>What became of attempts that did not simply commit.</summary>
public sealed record AttemptReport
{
    /// <summary>Leases that their silo did not confirm in time.</summary>
    public long Expired { get; init; }

    /// <summary>Attempts that were ended as they did not move.</summary>
    public long Stalled { get; init; }

    /// <summary>Attempts on silos that left or died.</summary>
    public long Lost { get; init; }

    /// <summary>Attempts that failed and were made again.</summary>
    public long Failed { get; init; }

    /// <summary>Second attempts at shards that took much longer than others.</summary>
    public long Speculated { get; init; }

    /// <summary>Of these, those that committed first.</summary>
    public long SpeculatedWon { get; init; }

    /// <summary>Attempts that worked for nothing, as another one committed first.</summary>
    public long Wasted { get; init; }

    internal static AttemptReport Of(AttemptTally tally) => new()
    {
        Expired = tally.Expired,
        Stalled = tally.Stalled,
        Lost = tally.Lost,
        Failed = tally.Failed,
        Speculated = tally.Speculated,
        SpeculatedWon = tally.SpeculatedWon,
        Wasted = tally.Wasted,
    };
}
