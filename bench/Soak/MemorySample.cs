using System.Diagnostics;
using System.Globalization;

namespace UniBind.Grid.Bench.Soak;

/// <summary>What the process holds at a moment.</summary>
/// <param name="At">Since the start.</param>
/// <param name="Managed">Bytes that are alive on the managed heap, after a full collection.</param>
/// <param name="Resident">Bytes of the process in memory.</param>
/// <param name="Threads">Its threads.</param>
internal readonly record struct MemorySample(TimeSpan At, long Managed, long Resident, int Threads)
{
    /// <summary>Collects all garbage and looks.</summary>
    public static MemorySample Take(TimeSpan at)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        using var self = Process.GetCurrentProcess();
        return new MemorySample(at, GC.GetTotalMemory(false), self.WorkingSet64, self.Threads.Count);
    }

    /// <summary>The medians of some samples.</summary>
    public static MemorySample Median(IReadOnlyCollection<MemorySample> samples) => new(
        samples.Last().At, Middle(samples.Select(s => s.Managed)), Middle(samples.Select(s => s.Resident)), (int)Middle(samples.Select(s => (long)s.Threads)));

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{At.TotalMinutes,6:F2} min  managed {Managed / 1048576.0,7:F1} MiB  resident {Resident / 1048576.0,7:F1} MiB  threads {Threads}");

    private static long Middle(IEnumerable<long> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
