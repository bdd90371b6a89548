using System.Globalization;

namespace UniBind.Grid.Grains;

/// <summary>Ends a job early when too many of its items fail: <see cref="JobSpec.MaxErrors"/>.</summary>
internal static class ErrorLimit
{
    /// <summary>Finished items before which nothing is concluded while the corpus is still being listed.</summary>
    public const int Enough = 1_000;

    private const int Named = 3;

    /// <summary>Refuses a limit that is no fraction.</summary>
    /// <exception cref="GridException">It is not from 0 to 1.</exception>
    public static void Require(JobSpec spec)
    {
        if (spec.MaxErrors is { } limit && !(limit is >= 0 and <= 1))
            throw new GridException(string.Create(CultureInfo.InvariantCulture, $"The limit of failed items is a fraction from 0 to 1, and not {limit}."));
    }

    /// <summary>Whether more items failed than the job allows.</summary>
    public static bool IsExceeded(JobSpec spec, JobTally tally)
    {
        if (spec.MaxErrors is not { } limit || tally.DeadLettered == 0)
            return false;
        var of = tally.ListingComplete ? tally.Listed : tally.Finished;
        return (tally.ListingComplete || of >= Enough) && tally.DeadLettered > limit * of;
    }

    /// <summary>What the user is told: how many, why most often, where they are, what to do.</summary>
    public static GridException Describe(JobRun run, JobTally tally)
    {
        var of = tally.ListingComplete ? $"{Number(tally.Listed)} items" : $"the first {Number(tally.Finished)} items";
        var codes = string.Join(", ", tally.Errors.OrderByDescending(e => e.Value).ThenBy(e => e.Key, StringComparer.Ordinal).Take(Named).Select(e => $"'{e.Key}' ({Number(e.Value)})"));
        return new GridException(
            $"{Number(tally.DeadLettered)} of {of} failed, more than the {Percent(run.Spec.MaxErrors!.Value)} of --max-errors, most often by {codes}; they are listed in "
            + $"'{run.Spec.Output}/errors.jsonl': mend them, or allow more with 'unibind embed --resume --max-errors', and go on with 'unibind jobs resume {run.JobId}'.");
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double fraction) => (fraction * 100).ToString("0.####", CultureInfo.InvariantCulture) + " %";
}
