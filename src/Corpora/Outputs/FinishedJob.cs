namespace UniBind.Grid.Corpora;

/// <summary>What a finished output folder says about itself.</summary>
/// <param name="Job">The id of the job that wrote it.</param>
/// <param name="Space">The space version of its rows.</param>
/// <param name="Pack">The content address of the encoder pack behind them.</param>
/// <param name="Ledger">The account of the job.</param>
/// <param name="SpaceSha256">The hash of the space version's manifest; empty for <c>PACK@0</c>, and in outputs from before it was written.</param>
public sealed record FinishedJob(string Job, string Space, string Pack, JobLedger Ledger, string SpaceSha256 = "")
{
    /// <summary>Reads a folder.</summary>
    /// <exception cref="CorpusException">It is no output folder, its job is not finished, or a file of it is damaged.</exception>
    public static async Task<FinishedJob> ReadAsync(JobFolder folder, CancellationToken ct = default)
    {
        var header = await new JobFiles(folder).ReadHeaderAsync(ct).ConfigureAwait(false)
            ?? throw new CorpusException($"'{folder.Root}' is no output folder of a job: it has no '{JobFolder.HeaderName}'.");
        if (!await folder.IsFinishedAsync(ct).ConfigureAwait(false))
            throw new CorpusException($"The job '{header.Job}' in '{folder.Root}' is not finished; let it end first: unibind jobs resume {header.Job}");
        var manifest = await folder.Store.ReadJsonAsync<Facts>(JobKeys.Manifest, ct).ConfigureAwait(false);
        var ledger = await folder.Store.ReadJsonAsync<JobLedger>(JobKeys.Ledger, ct).ConfigureAwait(false);
        return manifest is not null && ledger is not null
            ? new FinishedJob(header.Job, manifest.Space, manifest.Pack, ledger, manifest.SpaceSha256)
            : throw new CorpusException($"'{folder.Root}' lacks its manifest or its ledger; restore them or run the job again.");
    }

    /// <summary>The part of <c>_manifest.json</c> that is wanted here.</summary>
    private sealed record Facts(string Space, string Pack, string SpaceSha256 = "");
}
