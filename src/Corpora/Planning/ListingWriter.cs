using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Freezes a source's listing into pages under <c>_plan/</c>, so that planning and every retry see the same rows in the same order.
/// The first item with an id keeps it; each later one becomes a dead letter (<c>duplicate-id</c>).
/// </summary>
/// <remarks>
/// The heap holds one page whatever the number of rows. A page appears complete or not at all. An interrupted listing is begun anew from the
/// source and checked against the pages that stand already; a finished one is not listed again.
/// </remarks>
public static class ListingWriter
{
    /// <summary>Lists the source; each page is returned as soon as it is durable, and can be planned while the next one is listed.</summary>
    /// <param name="source">What to list.</param>
    /// <param name="folder">The job.</param>
    /// <param name="options">Bounds; the same ones as before when a listing is resumed.</param>
    /// <param name="ct">Ends the listing; the pages returned so far stay.</param>
    /// <param name="earlier">Items of an earlier job, batch by batch: those whose ids the source does not list come behind it, to be carried over. Null for none.</param>
    /// <exception cref="CorpusException">The source cannot be listed, or is not the one that an interrupted listing was begun with.</exception>
    public static async IAsyncEnumerable<ListingPage> WriteAsync(
        ICorpusSource source, JobFolder folder, ListingOptions options, [EnumeratorCancellation] CancellationToken ct = default,
        IAsyncEnumerable<IReadOnlyList<CorpusItem>>? earlier = null)
    {
        if (await ListingSummary.ReadAsync(folder, ct).ConfigureAwait(false) is { } finished)
        {
            foreach (var page in finished.Pages)
                yield return page;
            foreach (var page in await RetryPages.ReadAsync(folder, finished, ct).ConfigureAwait(false))
                yield return page;
            yield break;
        }
        folder.Create();
        var pages = new List<ListingPage>();
        using (var index = new IdIndex(IdIndexFolder(folder)))
        using (var builder = new PageBuilder(options))
        {
            // Only when all ids of the source are in the index can those that it lacks be told.
            var unlisted = earlier is null ? null : UnlistedAsync(earlier, index, ct);
            foreach (var phase in new[] { Limit(source.ListAsync(ct), options.Limit, ct), unlisted }.OfType<IAsyncEnumerable<ListedItem>>())
            {
                var rows = phase.GetAsyncEnumerator(ct);
                await using (rows.ConfigureAwait(false))
                {
                    // Listing and hashing are work for the pool, whatever context the caller lives in.
                    while (await Task.Run(() => NextPageAsync(rows, builder, index, folder, ct), ct).ConfigureAwait(false) is { } page)
                    {
                        pages.Add(page);
                        yield return page;
                    }
                }
            }
        }
        await FinishAsync(folder, pages, ct).ConfigureAwait(false);
    }

    private static async Task<ListingPage?> NextPageAsync(
        IAsyncEnumerator<ListedItem> rows, PageBuilder builder, IdIndex index, JobFolder folder, CancellationToken ct)
    {
        while (!builder.IsFull && await rows.MoveNextAsync().ConfigureAwait(false))
            builder.Add(rows.Current);
        return builder.Rows == 0 ? null : await builder.FreezeAsync(folder, index, ct).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<ListedItem> Limit(IAsyncEnumerable<ListedItem> rows, long? limit, [EnumeratorCancellation] CancellationToken ct)
    {
        var left = limit ?? long.MaxValue;
        if (left <= 0)
            yield break;
        await foreach (var row in rows.WithCancellation(ct).ConfigureAwait(false))
        {
            yield return row;
            if (--left == 0)
                yield break;
        }
    }

    /// <summary>The items of the earlier job whose ids are not in the index. Its ids differ from each other, so a batch that is still in the page at hand does not matter.</summary>
    private static async IAsyncEnumerable<ListedItem> UnlistedAsync(
        IAsyncEnumerable<IReadOnlyList<CorpusItem>> earlier, IdIndex index, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var batch in earlier.WithCancellation(ct).ConfigureAwait(false))
        {
            var hashes = batch.Select(i => IdHash.Of(i.Id)).ToArray();
            var order = Enumerable.Range(0, hashes.Length).ToArray();
            Array.Sort(hashes, order);
            var known = new bool[hashes.Length];
            index.Mark(hashes, known);
            var listed = new bool[hashes.Length];
            for (var i = 0; i < order.Length; i++)
                listed[order[i]] = known[i];
            for (var i = 0; i < batch.Count; i++)
                if (!listed[i])
                    yield return ListedItem.Of(batch[i]) with { IsCarried = true };
        }
    }

    private static async Task FinishAsync(JobFolder folder, List<ListingPage> pages, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long rows = 0, dead = 0, bytes = 0;
        foreach (var page in pages)
        {
            hash.AppendData(Encoding.ASCII.GetBytes(page.Sha256));
            rows += page.Rows;
            dead += page.DeadLetters;
            bytes += page.Bytes;
        }
        var summary = new ListingSummary { Rows = rows, DeadLetters = dead, Bytes = bytes, Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()), Pages = pages };
        await folder.Store.ReplaceAsync(JobKeys.Listing, s => JsonSerializer.SerializeAsync(s, summary, CorporaJson.Indented, ct), ct).ConfigureAwait(false);
        await folder.Store.DeleteFolderAsync(JobKeys.IdIndex, ct).ConfigureAwait(false);
    }

    /// <summary>The index is mapped into memory, so it needs a disk: the job's own where it has one.</summary>
    private static string IdIndexFolder(JobFolder folder) => folder.Store.LocalFolder is null ? Path.Combine(Path.GetTempPath(), "unibind-ids") : folder.IdIndex;
}
