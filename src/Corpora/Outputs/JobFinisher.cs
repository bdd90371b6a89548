using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>Goes over listing, plans and parts once, page by page, and writes the errors and the manifest on the way.</summary>
internal sealed class JobFinisher(JobFolder folder, JobCompletion job, IPartSink sink)
{
    private readonly LedgerBuilder _ledger = new(job.Space);
    private Dictionary<string, int> _retried = [];

    public async Task<JobLedger> RunAsync(CancellationToken ct)
    {
        var listing = await ListingSummary.ReadAsync(folder, ct).ConfigureAwait(false)
            ?? throw new LedgerException($"The listing in '{folder.Root}' is not finished.");
        var errors = folder.Store.Stage(ObjectKey.Temporary(JobKeys.Errors));
        await using (errors.ConfigureAwait(false))
        {
            var manifest = folder.Store.Stage(ObjectKey.Temporary(JobKeys.Manifest));
            await using (manifest.ConfigureAwait(false))
            {
                var ledger = await AddPagesAsync(listing, manifest.Stream, errors.Stream, ct).ConfigureAwait(false);
                await errors.ReplaceAsync(JobKeys.Errors, ct).ConfigureAwait(false);
                await manifest.ReplaceAsync(JobKeys.Manifest, ct).ConfigureAwait(false);
                return ledger;
            }
        }
    }

    private async Task<JobLedger> AddPagesAsync(ListingSummary listing, Stream manifest, Stream errors, CancellationToken ct)
    {
        var parent = await folder.Store.ReadJsonAsync<EarlierFacts>(JobKeys.EarlierFacts, ct).ConfigureAwait(false);
        using var parts = new ManifestWriter(manifest, job, listing.Sha256, parent);
        var planned = 0;
        var retries = await RetryPages.ReadAsync(folder, listing, ct).ConfigureAwait(false);
        _retried = await RetryPages.LastPagesAsync(folder, retries, ct).ConfigureAwait(false);
        foreach (var page in listing.Pages.Concat(retries))
            planned += await AddPageAsync(page, parts, errors, ct).ConfigureAwait(false);
        await RefuseStrayPartsAsync(planned, ct).ConfigureAwait(false);
        var ledger = _ledger.Build(listing.Rows);
        parts.End();
        return ledger;
    }

    private async Task<int> AddPageAsync(ListingPage page, ManifestWriter parts, Stream errors, CancellationToken ct)
    {
        var plan = await PagePlan.ReadAsync(folder, page.Index, ct).ConfigureAwait(false)
            ?? throw new LedgerException($"Page {page.Index} is not planned.");
        _ledger.Add(page, plan);
        var letters = new List<DeadLetter>();
        Keep(page, JobLedger.UnknownModality, plan.DeadLetters, letters);
        var accounts = new ShardAccount?[plan.Shards.Count];
        var parallel = new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Environment.ProcessorCount };

        // Each part is hashed again: the manifest vouches for what is on the disk, not for what was once written.
        await Parallel.ForAsync(0, accounts.Length, parallel, async (i, token) =>
            accounts[i] = await sink.ReadAccountAsync(folder, plan.Shards[i].Id, token).ConfigureAwait(false)).ConfigureAwait(false);
        for (var i = 0; i < accounts.Length; i++)
        {
            _ledger.Add(plan.Shards[i], accounts[i]);
            parts.Add(JobKeys.Part(plan.Shards[i].Id, sink.Extension), accounts[i]!);
            Keep(page, plan.Shards[i].Modality.Name(), accounts[i]!.DeadLetters, letters);
        }
        await WriteErrorsAsync(letters, errors, ct).ConfigureAwait(false);
        return plan.Shards.Count;
    }

    /// <summary>Takes over the dead letters of a page but for those whose items were tried again in a later one.</summary>
    private void Keep(ListingPage page, string modality, IReadOnlyList<DeadLetter> from, List<DeadLetter> letters)
    {
        foreach (var letter in from)
        {
            if (RetryPages.IsRetriable(letter) && _retried.TryGetValue(letter.Id, out var last) && last > page.Index)
                _ledger.Supersede(modality, letter);
            else
                letters.Add(letter);
        }
    }

    /// <summary>Page by page in the order of the listing, within a page by id: the same lines whoever failed first.</summary>
    private static async Task WriteErrorsAsync(List<DeadLetter> letters, Stream errors, CancellationToken ct)
    {
        letters.Sort(static (a, b) =>
        {
            var order = string.CompareOrdinal(a.Id, b.Id);
            return order != 0 ? order : string.CompareOrdinal(a.Code, b.Code);
        });
        foreach (var letter in letters)
        {
            await JsonSerializer.SerializeAsync(errors, letter, CorporaJson.Options, ct).ConfigureAwait(false);
            errors.WriteByte((byte)'\n');
        }
    }

    /// <summary>All planned shards have a part; so a greater number of parts means one that no plan knows.</summary>
    private async Task RefuseStrayPartsAsync(int planned, CancellationToken ct)
    {
        var found = (await PartFiles.ShardsAsync(folder.Store, sink.Extension, ct).ConfigureAwait(false)).Count;
        if (found != planned)
            throw new LedgerException($"'{folder.Root}' holds {found} parts, and {planned} shards were planned.");
    }
}
