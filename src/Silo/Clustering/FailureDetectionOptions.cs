namespace UniBind.Grid.Silo;

/// <summary>
/// How the silos of a cluster notice that one of them died. The defaults notice it in about six seconds; Orleans' own take 13 and more.
/// Shorter times call silos dead that are only busy.
/// </summary>
public sealed class FailureDetectionOptions
{
    /// <summary>How long a silo may take to answer a probe, at first; Orleans adapts it to how fast the silo answers, from half to four times as long. Probes are sent as often.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Probes in a row that a silo may miss before it is suspected.</summary>
    public int MissedProbes { get; set; } = 3;

    /// <summary>How often the table of members is read, for what gossip did not bring.</summary>
    public TimeSpan TableRefresh { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a silo writes into the table that it is alive. Three times without make its entry stale: after all silos were killed, new ones wait that long for them.</summary>
    public TimeSpan AlivePeriod { get; set; } = TimeSpan.FromSeconds(5);
}
