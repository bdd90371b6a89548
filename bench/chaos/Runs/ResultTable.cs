using System.Globalization;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>The table for docs/results.md: a line for each first fault of the schedules, and one for all.</summary>
internal static class ResultTable
{
    public static string Of(IReadOnlyList<RunResult> results)
    {
        var lines = new List<string>
        {
            "| fault | runs | hit | survived | lost | duplicated | differing | redone, % (mean, max) | first progress after a kill, s (p50, p99) | resumed by hand |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: |",
        };
        var run = results.Where(r => r.Skipped is null).ToList();
        foreach (var group in run.GroupBy(r => r.Schedule.Injections[0].Fault).OrderBy(g => g.Key))
            lines.Add(Line(Names.Of(group.Key), [.. group]));
        if (run.Count > 0)
            lines.Add(Line("all", run));
        foreach (var skipped in results.Where(r => r.Skipped is not null))
            lines.Add(FormattableString.Invariant($"Seed {skipped.Schedule.Seed} ({Names.Of(skipped.Schedule.Injections[0].Fault)}) was skipped: {skipped.Skipped}"));
        return string.Join('\n', lines);
    }

    private static string Line(string name, IReadOnlyList<RunResult> runs)
    {
        var redone = runs.Where(r => r.Redone is not null).Select(r => 100 * r.Redone!.Value).ToList();
        var progress = runs.SelectMany(r => r.FirstProgress).Select(t => t.TotalSeconds).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {runs.Count} | {runs.Count(r => r.Injected.Count > 0)} | {runs.Count(r => r.Survived)} | {runs.Sum(r => r.Lost)} | {runs.Sum(r => r.Duplicated)} | {runs.Sum(r => r.Differing)} | {(redone.Count > 0 ? $"{redone.Average():0.0}, {redone.Max():0.0}" : "-")} | {(progress.Count > 0 ? $"{Quantile(progress, 0.5):0.0}, {Quantile(progress, 0.99):0.0}" : "-")} | {runs.Sum(r => r.ResumedByHand)} |")
            .Replace("NaN", "-", StringComparison.Ordinal);
    }

    /// <summary>The nearest-rank quantile.</summary>
    internal static double Quantile(IReadOnlyList<double> sorted, double q) => sorted[Math.Max(0, (int)Math.Ceiling(q * sorted.Count) - 1)];
}
