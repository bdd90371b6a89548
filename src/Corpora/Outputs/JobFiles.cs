using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>Begins and ends a job's output folder.</summary>
/// <remarks>Every file is absent or complete. Both steps may be repeated, by whoever coordinates the job then, with the same result.</remarks>
/// <param name="folder">The folder.</param>
public sealed class JobFiles(JobFolder folder)
{
    /// <summary>Makes the folder this job's, or finds that it is already.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="specJson">The job's specification as JSON.</param>
    /// <param name="ct">Ends the step.</param>
    /// <exception cref="CorpusException">The folder is another job's, or holds parts of unknown origin, or cannot be written.</exception>
    public async Task ClaimAsync(string jobId, string specJson, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        using var spec = JsonDocument.Parse(specJson);
        var header = new JobHeader(jobId, spec.RootElement);
        var existing = await ReadHeaderAsync(ct).ConfigureAwait(false);
        if (existing is null)
        {
            RefuseForeignFiles();
            folder.Create();
            try
            {
                if (await DurableFile.CreateAsync(folder.Header, s => JsonSerializer.SerializeAsync(s, header, CorporaJson.Indented, ct), ct).ConfigureAwait(false))
                    return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CorpusException($"The output folder '{folder.Root}' cannot be written: {e.Message}", e);
            }
            existing = await ReadHeaderAsync(ct).ConfigureAwait(false);
        }
        if (existing?.Job != jobId)
            throw new CorpusException($"'{folder.Root}' already holds the output of job {existing?.Job}; choose another folder, or go on with that job: unibind jobs resume {existing?.Job}");
        folder.Create();
    }

    /// <summary>The header of the job that owns the folder; null when none does.</summary>
    public Task<JobHeader?> ReadHeaderAsync(CancellationToken ct = default) => CorporaJson.ReadFileAsync<JobHeader>(folder.Header, ct);

    /// <summary>Writes <c>errors.jsonl</c>, <c>_manifest.json</c>, <c>_ledger.json</c>, <c>_report.json</c> and, last, <c>_SUCCESS</c>.</summary>
    /// <param name="job">What the coordinator knows.</param>
    /// <param name="sink">The sink that the parts were written by.</param>
    /// <param name="ct">Ends the step; it may be repeated.</param>
    /// <returns>The ledger; it closes.</returns>
    /// <exception cref="LedgerException">Listing, plans and parts do not agree; nothing is written.</exception>
    /// <exception cref="CorpusException">A later run of the job has taken it over.</exception>
    public Task<JobLedger> FinishAsync(JobCompletion job, IPartSink sink, CancellationToken ct = default) =>
        Task.Run(() => FinishCoreAsync(job, sink, ct), ct);

    private async Task<JobLedger> FinishCoreAsync(JobCompletion job, IPartSink sink, CancellationToken ct)
    {
        // A run that was superseded must not touch what its successor writes: it may differ in who worked how long.
        await new JobEpochs(folder).RequireAsync(job.Epoch, ct).ConfigureAwait(false);
        var ledger = await new JobFinisher(folder, job, sink).RunAsync(ct).ConfigureAwait(false);
        await WriteAsync(folder.Ledger, ledger, ct).ConfigureAwait(false);
        await WriteAsync(folder.Report, job.Report, ct).ConfigureAwait(false);
        await new JobEpochs(folder).RequireAsync(job.Epoch, ct).ConfigureAwait(false);
        JobSweeper.Sweep(folder);
        await DurableFile.ReplaceAsync(folder.Success, _ => Task.CompletedTask, ct).ConfigureAwait(false);
        return ledger;
    }

    private static Task WriteAsync(string path, object content, CancellationToken ct) =>
        DurableFile.ReplaceAsync(path, s => JsonSerializer.SerializeAsync(s, content, content.GetType(), CorporaJson.Indented, ct), ct);

    private void RefuseForeignFiles()
    {
        if (!Directory.Exists(folder.Root))
            return;
        foreach (var pattern in new[] { "part-*", "_*", "errors.jsonl" })
            if (Directory.EnumerateFileSystemEntries(folder.Root, pattern).FirstOrDefault() is { } foreign)
                throw new CorpusException($"'{folder.Root}' holds '{Path.GetFileName(foreign)}' of no known job; choose an empty folder.");
    }
}
