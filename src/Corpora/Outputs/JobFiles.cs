using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>Begins and ends a job's output folder.</summary>
/// <remarks>Every object is absent or complete. Both steps may be repeated, by whoever coordinates the job then, with the same result.</remarks>
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
            await RefuseForeignFilesAsync(ct).ConfigureAwait(false);
            folder.Create();
            if (await folder.Store.CreateAsync(JobKeys.Header, s => JsonSerializer.SerializeAsync(s, header, CorporaJson.Indented, ct), ct).ConfigureAwait(false))
                return;
            existing = await ReadHeaderAsync(ct).ConfigureAwait(false);
        }
        if (existing?.Job != jobId)
            throw new CorpusException($"'{folder.Root}' already holds the output of job {existing?.Job}; choose another folder, or go on with that job: unibind jobs resume {existing?.Job}");
        folder.Create();
    }

    /// <summary>The header of the job that owns the folder; null when none does.</summary>
    public Task<JobHeader?> ReadHeaderAsync(CancellationToken ct = default) => folder.Store.ReadJsonAsync<JobHeader>(JobKeys.Header, ct);

    /// <summary>Writes <c>errors.jsonl</c>, <c>_manifest.json</c>, <c>_ledger.json</c>, <c>_report.json</c> and, last, <c>_SUCCESS</c>.</summary>
    /// <param name="job">What the coordinator knows.</param>
    /// <param name="sink">The sink that the parts were written by.</param>
    /// <param name="ct">Ends the step; it may be repeated.</param>
    /// <returns>The ledger; it closes.</returns>
    /// <exception cref="LedgerException">Listing, plans and parts do not agree; nothing is written.</exception>
    /// <exception cref="CorpusException">A later run of the job has taken it over.</exception>
    public Task<JobLedger> FinishAsync(JobCompletion job, IPartSink sink, CancellationToken ct = default) =>
        Task.Run(() => FinishCoreAsync(job, sink, ct), ct);

    /// <summary>Takes <c>_SUCCESS</c> away, before anything is added to a finished output.</summary>
    public Task ReopenAsync(CancellationToken ct = default) => folder.Store.DeleteAsync(JobKeys.Success, ct);

    private async Task<JobLedger> FinishCoreAsync(JobCompletion job, IPartSink sink, CancellationToken ct)
    {
        // A run that was superseded must not touch what its successor writes: it may differ in who worked how long.
        await new JobEpochs(folder).RequireAsync(job.Epoch, ct).ConfigureAwait(false);
        var ledger = await new JobFinisher(folder, job, sink).RunAsync(ct).ConfigureAwait(false);
        await WriteAsync(JobKeys.Ledger, ledger, ct).ConfigureAwait(false);
        await WriteAsync(JobKeys.Report, job.Report, ct).ConfigureAwait(false);
        await new JobEpochs(folder).RequireAsync(job.Epoch, ct).ConfigureAwait(false);
        await JobSweeper.SweepAsync(folder, ct).ConfigureAwait(false);
        await folder.Store.ReplaceAsync(JobKeys.Success, _ => Task.CompletedTask, ct).ConfigureAwait(false);
        return ledger;
    }

    private Task WriteAsync(string key, object content, CancellationToken ct) =>
        folder.Store.ReplaceAsync(key, s => JsonSerializer.SerializeAsync(s, content, content.GetType(), CorporaJson.Indented, ct), ct);

    private async Task RefuseForeignFilesAsync(CancellationToken ct)
    {
        foreach (var prefix in new[] { "part-", "_", JobKeys.Errors })
            await foreach (var foreign in folder.Store.ListAsync(prefix, ct).ConfigureAwait(false))
                if (foreign.Key != JobKeys.Header && (prefix != JobKeys.Errors || foreign.Key == prefix))
                    throw new CorpusException($"'{folder.Root}' holds '{foreign.Key}' of no known job; choose an empty folder.");
    }
}
