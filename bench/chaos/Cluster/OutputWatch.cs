using System.Diagnostics;

namespace UniBind.Grid.Bench.Chaos;

/// <summary>Looks at an output folder often enough to hit a phase that lasts milliseconds.</summary>
/// <param name="output">The folder.</param>
/// <param name="parts">The parts that a finished run has.</param>
internal sealed class OutputWatch(IOutputView output, int parts)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Waits for the moment of an injection, or for the end of the job, whichever is first.</summary>
    /// <returns>False when the job ended before.</returns>
    public async Task<bool> WaitAsync(Injection injection, CancellationToken ct)
    {
        while (true)
        {
            var names = await output.NamesAsync(ct);
            if (names.Contains("_SUCCESS"))
                return false;
            if (injection.Phase is { } phase ? Reached(phase, names) : Parts(names) >= injection.Progress * parts)
                return true;
            await Task.Delay(Interval, ct);
        }
    }

    /// <summary>Waits until anything more is committed than now; the time that took.</summary>
    public async Task<TimeSpan> NextProgressAsync(CancellationToken ct)
    {
        var names = await output.NamesAsync(ct);
        var (before, start) = (Progress(names), _clock.Elapsed);
        // After the end there is no progress to wait for.
        while (!names.Contains("_SUCCESS") && Progress(names) <= before)
        {
            await Task.Delay(Interval * 10, ct);
            names = await output.NamesAsync(ct);
        }
        return _clock.Elapsed - start;
    }

    /// <summary>Waits for the job's end.</summary>
    public async Task EndAsync(CancellationToken ct)
    {
        while (!(await output.NamesAsync(ct)).Contains("_SUCCESS"))
            await Task.Delay(Interval * 50, ct);
    }

    public static int Parts(IReadOnlyList<string> names) => names.Count(n => n.StartsWith("part-", StringComparison.Ordinal));

    /// <summary>Everything that is final and was not there before: pages, plans, parts, the end.</summary>
    private static int Progress(IReadOnlyList<string> names) => names.Count(n =>
        n.StartsWith("part-", StringComparison.Ordinal) || n is "_SUCCESS" or "_manifest.json" or "errors.jsonl"
        || (n.StartsWith("_plan/listing", StringComparison.Ordinal) || n.StartsWith("_plan/page-", StringComparison.Ordinal)) && !n.Contains("/.", StringComparison.Ordinal));

    private bool Reached(Phase phase, IReadOnlyList<string> names) => phase switch
    {
        Phase.Listing => names.Contains("_job.json"),
        Phase.Planning => names.Any(n => n.StartsWith("_plan/listing-", StringComparison.Ordinal)),
        Phase.Running => names.Any(n => n.StartsWith("_plan/page-", StringComparison.Ordinal)),
        Phase.Committing => names.Any(n => n.StartsWith("_attempts/", StringComparison.Ordinal)),
        _ => Parts(names) >= parts,
    };
}
