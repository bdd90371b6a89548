using System.Text.Json.Serialization;

namespace UniBind.Grid.Alignment;

/// <summary>One measured number.</summary>
/// <param name="Name">Its name, as a gate uses it: <c>worst</c>, <c>image.top1</c>, <c>audio->image.r1</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="N">The items (or queries) that it is computed from.</param>
/// <param name="Low">The lower end of its 95 % bootstrap interval; null when it has none.</param>
/// <param name="High">The upper end.</param>
/// <param name="Resamples">The resamples behind the interval; 0 for none.</param>
public sealed record Metric(string Name, double Value, int N, double? Low, double? High, int Resamples)
{
    private const int FewestReplicates = 20;

    /// <summary>The value in each resample; NaN where a resample has nothing to compute it from. For differences between two evaluations.</summary>
    [JsonIgnore]
    internal double[] Replicates { get; init; } = [];

    /// <summary>
    /// A metric whose interval is the 2.5th to the 97.5th percentile of its replicates, moved by the bootstrap's own bias (the replicates' mean
    /// minus the value): a resample repeats items, which makes gaps, scatter and extremes look greater than they are.
    /// </summary>
    internal static Metric Of(string name, double value, int n, double[] replicates)
    {
        var sorted = replicates.Where(double.IsFinite).ToArray();
        Array.Sort(sorted);
        var bias = sorted.Length == 0 ? 0 : sorted.Average() - value;
        return sorted.Length < FewestReplicates
            ? new Metric(name, value, n, null, null, 0)
            : new Metric(name, value, n, Percentile(sorted, 0.025) - bias, Percentile(sorted, 0.975) - bias, sorted.Length) { Replicates = replicates };
    }

    private static double Percentile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
