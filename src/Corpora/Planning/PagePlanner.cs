using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>Plans one page of a frozen listing: probes its items and cuts them into shards.</summary>
/// <remarks>
/// By any machine that sees the source; several pages may be probed at the same time, and where contents are compared they are cut in order. A plan
/// is a pure function of the pages up to its own, their content and the options: planned again, it has the same bytes. The work is done on the thread pool. The shards are in place, under names that hold their hash, before the plan
/// names them; the plan itself is created if absent, so that of two planners of one page the first one wins.
/// </remarks>
public static class PagePlanner
{
    /// <summary>Plans a page, or returns its plan when there is one.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="page">The page's number; it must be frozen.</param>
    /// <param name="source">Opens the items.</param>
    /// <param name="probe">Reads a content's header; thread-safe. An <see cref="ItemException"/> makes the item a dead letter.</param>
    /// <param name="options">Filters and shard sizes; the same ones for all pages of a job.</param>
    /// <param name="ct">Ends the planning; nothing stays.</param>
    /// <param name="links">What is known of the other pages and of the earlier job; null to compare nothing, so that every item is encoded.</param>
    /// <exception cref="CorpusException">The page is not frozen or damaged.</exception>
    public static Task<PagePlan> PlanAsync(
        JobFolder folder, int page, ICorpusSource source, Func<CorpusItem, MediaContent, ProbedItem> probe, PlanOptions options, CancellationToken ct = default, PageLinks? links = null) =>
        Task.Run(() => PlanCoreAsync(folder, page, source, probe, options, links, ct), ct);

    private static async Task<PagePlan> PlanCoreAsync(
        JobFolder folder, int page, ICorpusSource source, Func<CorpusItem, MediaContent, ProbedItem> probe, PlanOptions options, PageLinks? links, CancellationToken ct)
    {
        if (await PagePlan.ReadAsync(folder, page, ct).ConfigureAwait(false) is { } planned)
            return planned;
        var (first, rows) = await ListingReader.ReadPageAsync(folder, page, ct).ConfigureAwait(false);
        var outcomes = await new PageProber(source, probe, options, hash: links is not null).ProbeAsync(rows, ct).ConfigureAwait(false);
        var (items, deadLetters, filtered) = Sort(first, rows, outcomes);
        var cut = links is null
            ? PageCut.Plain(items, options)
            : await links.CutAsync(page, items, item => rows[(int)(item.Ordinal - first)].IsCarried, options, ct).ConfigureAwait(false);
        if (cut is null)
            return (await PagePlan.ReadAsync(folder, page, ct).ConfigureAwait(false))!;

        var (shards, files) = await ShardsWriter.WriteAsync(folder, page, cut.Shards, ct).ConfigureAwait(false);
        var keys = await KeysWriter.WriteAsync(folder, page, cut.Keys, ct).ConfigureAwait(false);
        var plan = new PagePlan
        {
            Files = files,
            Page = page,
            FirstOrdinal = first,
            Rows = rows.Count,
            Shards = shards,
            DeadLetters = deadLetters,
            Keys = keys,
            Filtered = filtered == 0 ? new Dictionary<string, int>() : new() { [PagePlan.FilteredByModality] = filtered },
        };
        return await folder.Store.CreateAsync(JobKeys.PagePlan(page), s => JsonSerializer.SerializeAsync(s, plan, CorporaJson.Options, ct), ct).ConfigureAwait(false)
            ? plan
            : await PagePlan.ReadAsync(folder, page, ct).ConfigureAwait(false)
                ?? throw new CorpusException($"The plan of page {page} in '{folder.Root}' vanished while it was written; run the job again.");
    }

    private static (PlannedItem[] Items, List<DeadLetter> DeadLetters, int Filtered) Sort(
        long firstOrdinal, IReadOnlyList<ListedItem> rows, PageProber.Outcome[] outcomes)
    {
        var items = new List<PlannedItem>(rows.Count);
        var deadLetters = new List<DeadLetter>();
        var filtered = 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].Problem is { } problem)
                deadLetters.Add(problem);
            else if (outcomes[i].Probed is { } probed)
                items.Add(new PlannedItem(WithHash(rows[i].Item!, outcomes[i].Sha256), firstOrdinal + i, probed.Modality, probed.Format, probed.Cost));
            else
                filtered++;
        }
        return (items.ToArray(), deadLetters, filtered);
    }

    private static CorpusItem WithHash(CorpusItem item, string? sha256) => string.IsNullOrEmpty(sha256) ? item : item with { Sha256 = sha256 };
}
