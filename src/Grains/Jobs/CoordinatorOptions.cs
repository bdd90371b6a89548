namespace UniBind.Grid.Grains;

/// <summary>How the coordinators of a silo drive their jobs.</summary>
public sealed class CoordinatorOptions
{
    /// <summary>Pages that are planned ahead of the one whose shards run. More pages keep more shards in memory.</summary>
    public int PagesAhead { get; set; } = 2;

    /// <summary>Tries of one shard before the job fails, when the failure is not one item's.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>How often the encoder silos are looked up while a job runs.</summary>
    public TimeSpan WorkerRefresh { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a job waits for an encoder silo before it fails.</summary>
    public TimeSpan WorkerPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the progress of a running job is stored.</summary>
    public TimeSpan SaveInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The items of a group of parts at most, whose sums are made in one go when heads are trained: far more than a sum is wide. Other groups are other sums, which differ in their last bits.</summary>
    public int AlignGroupItems { get; set; } = 8_192;

    /// <summary>Whether running jobs keep a reminder, which wakes them on another silo when theirs died. Needs a reminder service: the silos of a cluster have one.</summary>
    public bool UseReminders { get; set; }
}
