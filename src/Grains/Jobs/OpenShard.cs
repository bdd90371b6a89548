namespace UniBind.Grid.Grains;

/// <summary>A shard that is not committed yet, and the attempts at it.</summary>
/// <param name="Page">The page it is of.</param>
/// <param name="Shard">The shard.</param>
internal sealed record OpenShard(int Page, PlannedShard Shard)
{
    /// <summary>The attempts whose lease stands; two while a straggler has a second one.</summary>
    public List<LeasedAttempt> Leased { get; } = [];

    /// <summary>All attempts whose call has not returned, those of expired leases included.</summary>
    public List<LeasedAttempt> Calls { get; } = [];

    /// <summary>Attempts made; the number of the last one.</summary>
    public int Attempts { get; set; }

    /// <summary>Attempts that failed for a reason other than the silo's or storage's.</summary>
    public int Failures { get; set; }

    /// <summary>Attempts that failed as storage did not answer.</summary>
    public int Faults { get; set; }

    /// <summary>The silo that it failed on last, to be avoided.</summary>
    public string? Avoid { get; set; }

    /// <summary>True once it is committed and counted: whatever is said about it later is not.</summary>
    public bool IsClosed { get; set; }
}
