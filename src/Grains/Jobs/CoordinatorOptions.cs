namespace UniBind.Grid.Grains;

/// <summary>How the coordinators of a silo drive their jobs.</summary>
public sealed class CoordinatorOptions
{
    /// <summary>Pages that are planned ahead of the one whose shards run. More pages keep more shards in memory.</summary>
    public int PagesAhead { get; set; } = 2;

    /// <summary>Tries of one shard before the job fails, when the failure is not one item's.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Tries of one shard, or of listing and planning, before the job fails, when storage does not answer; the waits between them grow to half a minute.</summary>
    public int MaxTransientAttempts { get; set; } = 20;

    /// <summary>How often the encoder silos are looked up while a job runs; those that leave are noticed at once.</summary>
    public TimeSpan WorkerRefresh { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a job waits for an encoder silo before it fails.</summary>
    public TimeSpan WorkerPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the progress of a running job is stored.</summary>
    public TimeSpan SaveInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often each silo is asked for what it does for a job.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A shard is given to another silo when its own one has not confirmed to have it for this long.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>An attempt that is at work and has not moved for this long is ended, and the shard given to another silo.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A shard that takes so many times what others of its modality took for the same cost gets a second attempt on an idle silo.</summary>
    public double SpeculationFactor { get; set; } = 3;

    /// <summary>No second attempt is made before an attempt has taken this long.</summary>
    public TimeSpan SpeculationAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The work that is kept waiting on a silo, in time, so that it never idles between two shards: the credit window follows from it and the silo's speed.</summary>
    public TimeSpan QueueAhead { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Failures in a row after which a silo gets nothing for a while, and then one shard as a probe.</summary>
    public int BreakerFailures { get; set; } = 3;

    /// <summary>The least time that such a silo is left alone.</summary>
    public TimeSpan BreakerPause { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Jobs that a coordinator silo runs at a time; others wait for one of them to end.</summary>
    public int MaxActiveRuns { get; set; } = 32;

    /// <summary>How often the reminder of a running job ticks, see <see cref="UseReminders"/>.</summary>
    public TimeSpan ReminderPeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The items of a group of parts at most, whose sums are made in one go when heads are trained: far more than a sum is wide. Other groups are other sums, which differ in their last bits.</summary>
    public int AlignGroupItems { get; set; } = 8_192;

    /// <summary>Whether running jobs keep a reminder, which wakes them on another silo when theirs died. Needs a reminder service: the silos of a cluster have one.</summary>
    public bool UseReminders { get; set; }
}
