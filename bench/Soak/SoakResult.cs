namespace UniBind.Grid.Bench.Soak;

/// <summary>What a soak did and how memory went.</summary>
internal sealed class SoakResult
{
    /// <summary>Jobs that were run to their end.</summary>
    public long Jobs { get; set; }

    /// <summary>Their items that were embedded.</summary>
    public long Embedded { get; set; }

    /// <summary>Their items that became dead letters.</summary>
    public long DeadLettered { get; set; }

    /// <summary>Online items that were answered with a vector.</summary>
    public long Online { get; set; }

    /// <summary>Online items that were refused, as bad ones are.</summary>
    public long Refused { get; set; }

    /// <summary>All samples, in their order.</summary>
    public List<MemorySample> Samples { get; } = [];

    /// <summary>The samples after the warm-up: a fifth of the time.</summary>
    public IReadOnlyList<MemorySample> Warm => [.. Samples.Skip(Samples.Count / 5)];

    /// <summary>The median of the first tenth after the warm-up.</summary>
    public MemorySample First => MemorySample.Median([.. Warm.Take(Math.Max(1, Warm.Count / 10))]);

    /// <summary>The median of the last tenth.</summary>
    public MemorySample Last => MemorySample.Median([.. Warm.TakeLast(Math.Max(1, Warm.Count / 10))]);
}
