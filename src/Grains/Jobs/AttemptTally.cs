namespace UniBind.Grid.Grains;

/// <summary>What became of a run's attempts that did not simply commit.</summary>
internal sealed class AttemptTally
{
    /// <summary>Leases that were not confirmed in time.</summary>
    public long Expired { get; set; }

    /// <summary>Attempts that were ended as they did not move.</summary>
    public long Stalled { get; set; }

    /// <summary>Attempts on silos that left or died.</summary>
    public long Lost { get; set; }

    /// <summary>Attempts that failed and were made again.</summary>
    public long Failed { get; set; }

    /// <summary>Second attempts at stragglers.</summary>
    public long Speculated { get; set; }

    /// <summary>Of these, those that committed first.</summary>
    public long SpeculatedWon { get; set; }

    /// <summary>Attempts that did their work for nothing, as another one committed first.</summary>
    public long Wasted { get; set; }
}
