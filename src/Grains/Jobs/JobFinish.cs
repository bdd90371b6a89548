using Microsoft.Extensions.Logging;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>The last step of a job: adds the accounts up, and writes errors, manifest, ledger, report and <c>_SUCCESS</c>.</summary>
internal static partial class JobFinish
{
    /// <exception cref="GridException">The ledger does not close, or the folder cannot be written; nothing of it counts and the step may be repeated.</exception>
    public static async Task RunAsync(
        JobRun run, DateTimeOffset created, IReadOnlyDictionary<string, string> numerics, JobReport report, CancellationToken cancellationToken)
    {
        var completion = new JobCompletion
        {
            JobId = run.JobId,
            Space = run.Spec.Space,
            SpaceSha256 = run.SpaceSha256,
            Pack = run.PackSha256,
            Numerics = numerics,
            Created = created,
            Epoch = run.Epoch,
            Report = report,
        };
        try
        {
            // Thousands of parts are read here: away from the grain's turns.
            await Task.Run(() => new JobFiles(new JobFolder(run.Spec.Output)).FinishAsync(completion, JobSpecs.SinkOf(run.Spec), cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is LedgerException or CorpusException)
        {
            throw new GridException(e.Message, e);
        }
    }

    /// <summary>Lists the items that failed so far, for a job that ends for their number; a failure to is logged, as the job has a better reason to end.</summary>
    public static async Task WriteErrorsAsync(JobRun run, ILogger logger)
    {
        try
        {
            await Task.Run(() => ErrorsSoFar.WriteAsync(new JobFolder(run.Spec.Output), JobSpecs.SinkOf(run.Spec)));
        }
        catch (Exception e)
        {
            LogNoErrors(logger, run.JobId, e);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The failed items of job {JobId} could not be listed.")]
    private static partial void LogNoErrors(ILogger logger, string jobId, Exception exception);
}
