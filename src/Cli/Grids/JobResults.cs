using UniBind.Grid.Corpora;

namespace UniBind.Grid.Cli;

/// <summary>Says how a job ended, where its files are and what to do next.</summary>
internal static class JobResults
{
    public static void Print(JobProgress end, bool json)
    {
        if (json)
        {
            Json.Print(end);
            return;
        }
        var output = Console.Out;
        switch (end.State)
        {
            case JobState.Done:
                PrintDone(end, output);
                break;
            case JobState.Paused:
                output.WriteLine($"Paused after {end.Finished:N0} items; go on with: {CommandName.Value} jobs resume {end.JobId}");
                break;
            case JobState.Cancelled:
                output.WriteLine($"Cancelled after {end.Finished:N0} items; go on with: {CommandName.Value} jobs resume {end.JobId}");
                break;
            default:
                Console.Error.WriteLine($"unibind: the job {end.JobId} failed: {end.Message}");
                break;
        }
    }

    private static void PrintDone(JobProgress end, TextWriter output)
    {
        var folder = new JobFolder(end.Output);
        output.WriteLine(FormattableString.Invariant(
            $"Done in {ProgressText.Span(end.Elapsed)}: {end.Embedded:N0} items embedded, {end.DeadLettered:N0} dead letters, {end.Filtered:N0} filtered, {end.Rows:N0} rows."));
        output.WriteLine($"  parts     {ObjectAddress.Combine(folder.Root, "part-*")}");
        output.WriteLine($"  manifest  {folder.Manifest}");
        output.WriteLine($"  ledger    {folder.Ledger}");
        output.WriteLine($"  report    {folder.Report}");
        if (end.DeadLettered > 0)
            output.WriteLine($"  errors    {folder.Errors}");
    }
}
