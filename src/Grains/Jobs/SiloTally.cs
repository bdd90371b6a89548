namespace UniBind.Grid.Grains;

/// <summary>The account of one encoder silo within a job.</summary>
internal sealed class SiloTally
{
    public long Shards { get; private set; }

    public long Embedded { get; private set; }

    public long DeadLettered { get; private set; }

    public ShardTimes Times { get; private set; } = new();

    public void Add(ShardReport report)
    {
        if (report.Adopted)
            return;
        Shards++;
        Embedded += report.Embedded;
        DeadLettered += report.DeadLettered;
        Times += report.Times;
    }
}
