using System.Buffers;
using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Pages beside the frozen listing that try dead-lettered items of a finished job again. Their items are those that the source lists now, under
/// the same ids; a dead letter of an earlier page whose id stands in a later retry page counts no more, so that the ledger closes over the
/// listing's own rows. Parts that stood are not touched.
/// </summary>
/// <remarks>
/// A retry page is a page like any other behind those of the listing: <c>_plan/listing-N.jsonl</c>, and <c>_plan/retry-K.json</c> that makes it count.
/// One that no run has planned yet was given up, and the next preparation replaces it. Safe to repeat; not to be called twice at once for one job.
/// </remarks>
public static class RetryPages
{
    /// <summary>Lists the dead-lettered items of a finished job that the source still has, as further pages.</summary>
    /// <param name="folder">The finished job.</param>
    /// <param name="source">Its source, listed anew: what was mended has another size or time.</param>
    /// <param name="code">Only dead letters of this code; null for all.</param>
    /// <param name="ct">Ends the step; the output is as it was.</param>
    /// <returns>The items.</returns>
    /// <exception cref="CorpusException">There is nothing to try again, or the source cannot be listed.</exception>
    public static async Task<long> PrepareAsync(JobFolder folder, ICorpusSource source, string? code, CancellationToken ct = default)
    {
        var summary = await ListingSummary.ReadAsync(folder, ct).ConfigureAwait(false)
            ?? throw new CorpusException($"The listing in '{folder.Root}' is not finished.");
        var ids = await IdsAsync(folder, code, ct).ConfigureAwait(false);
        if (ids.Count == 0)
            throw new CorpusException($"The job in '{folder.Root}' has no dead letters{(code is null ? "" : $" of the code '{code}'")} that could be tried again.");
        var pages = await ReadAsync(folder, summary, ct).ConfigureAwait(false);
        var run = pages.Count;
        while (run > 0 && await PagePlan.ReadAsync(folder, pages[run - 1].Index, ct).ConfigureAwait(false) is null)
            run--;
        for (var i = pages.Count - 1; i >= run; i--)
            await folder.Store.DeleteAsync(JobKeys.RetryPage(i), ct).ConfigureAwait(false);

        var first = summary.Rows + pages.Take(run).Sum(p => (long)p.Rows);
        var items = 0L;
        await foreach (var rows in ChunksAsync(source, ids, ct).ConfigureAwait(false))
        {
            await WriteAsync(folder, run, summary.Pages.Count + run, first + items, rows, ct).ConfigureAwait(false);
            items += rows.Count;
            run++;
        }
        return items > 0 ? items : throw new CorpusException($"The source has none of the {ids.Count} dead-lettered items of the job in '{folder.Root}' any more; nothing can be tried again.");
    }

    /// <summary>The retry pages of a job, in their order.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="summary">Its listing.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async Task<IReadOnlyList<ListingPage>> ReadAsync(JobFolder folder, ListingSummary summary, CancellationToken ct = default)
    {
        var pages = new List<ListingPage>();
        while (await folder.Store.ReadJsonAsync<ListingPage>(JobKeys.RetryPage(pages.Count), ct).ConfigureAwait(false) is { } page)
            pages.Add(page.Index == summary.Pages.Count + pages.Count ? page : throw new CorpusException($"'{folder.Store.AddressOf(JobKeys.RetryPage(pages.Count))}' is of another listing."));
        return pages;
    }

    /// <summary>The plans of all pages of a finished job: those of its listing, then those of the retry pages that a run has planned.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="summary">Its listing.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="CorpusException">The plan of a listed page is gone or damaged.</exception>
    public static async IAsyncEnumerable<PagePlan> PlansAsync(JobFolder folder, ListingSummary summary, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var page in summary.Pages)
            yield return await PagePlan.ReadAsync(folder, page.Index, ct).ConfigureAwait(false)
                ?? throw new CorpusException($"The plan of page {page.Index} in '{folder.Root}' is gone; embed the corpus again.");
        foreach (var page in await ReadAsync(folder, summary, ct).ConfigureAwait(false))
        {
            // One that no run has planned was never tried.
            if (await PagePlan.ReadAsync(folder, page.Index, ct).ConfigureAwait(false) is not { } plan)
                yield break;
            yield return plan;
        }
    }

    /// <summary>For each id in a retry page the last one that it stands in.</summary>
    internal static async Task<Dictionary<string, int>> LastPagesAsync(JobFolder folder, IReadOnlyList<ListingPage> pages, CancellationToken ct)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var page in pages)
            foreach (var row in (await ListingReader.ReadPageAsync(folder, page.Index, ct).ConfigureAwait(false)).Rows)
                last[row.Item!.Id] = page.Index;
        return last;
    }

    /// <summary>A repeated id names an item that has its row, or its own dead letter; it is never tried again.</summary>
    internal static bool IsRetriable(DeadLetter letter) => letter.Code != ItemErrorCodes.DuplicateId;

    private static async Task<HashSet<string>> IdsAsync(JobFolder folder, string? code, CancellationToken ct)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var stream = await folder.Store.OpenAsync(JobKeys.Errors, ct).ConfigureAwait(false)
            ?? throw new CorpusException($"The job in '{folder.Root}' is not finished: it has no {JobKeys.Errors}.");
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(ct).ConfigureAwait(false) is { } line)
        {
            var letter = JsonSerializer.Deserialize<DeadLetter>(line, CorporaJson.Options)!;
            if (IsRetriable(letter) && (code is null || letter.Code == code))
                ids.Add(letter.Id);
        }
        return ids;
    }

    private static async IAsyncEnumerable<List<CorpusItem>> ChunksAsync(ICorpusSource source, HashSet<string> ids, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var most = new ListingOptions().PageRows;
        var wanted = new HashSet<string>(ids, StringComparer.Ordinal);
        var rows = new List<CorpusItem>();
        await foreach (var listed in source.ListAsync(ct).ConfigureAwait(false))
        {
            // The first item with an id has it.
            if (listed.Item is not { } item || !wanted.Remove(item.Id))
                continue;
            rows.Add(item);
            if (rows.Count == most)
            {
                yield return rows;
                rows = [];
            }
        }
        if (rows.Count > 0)
            yield return rows;
    }

    private static async Task WriteAsync(JobFolder folder, int number, int index, long first, List<CorpusItem> items, CancellationToken ct)
    {
        var lines = new ArrayBufferWriter<byte>(1 << 16);
        lines.Write(PageHeader.Write(index, first));
        using (var writer = new RowWriter(lines))
            foreach (var item in items)
                writer.Write(item);
        await folder.Store.ReplaceAsync(JobKeys.ListingPage(index), stream => stream.WriteAsync(lines.WrittenMemory, ct).AsTask(), ct).ConfigureAwait(false);
        var page = new ListingPage
        {
            Index = index,
            FirstOrdinal = first,
            Rows = items.Count,
            DeadLetters = 0,
            Bytes = items.Sum(i => i.Bytes),
            Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(lines.WrittenSpan)),
            IsRetry = true,
        };
        await folder.Store.ReplaceAsync(JobKeys.RetryPage(number), s => JsonSerializer.SerializeAsync(s, page, CorporaJson.Indented, ct), ct).ConfigureAwait(false);
    }
}
