using System.Runtime.CompilerServices;
using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Gives a job the frozen listing and the plans of a finished one: the same items in the same shards under the same ids. What lies
/// under <c>_plan/</c> never changes once it is there, so it is linked and not copied where both folders are on one file system that can.
/// </summary>
/// <remarks>Every step may be repeated, by any machine that sees both folders; each object appears complete or not at all. The work is done on the thread pool.</remarks>
public static class PlanTakeover
{
    /// <summary>Takes over the listing; a page is returned once it is there.</summary>
    /// <param name="source">The finished job.</param>
    /// <param name="target">The job that takes over.</param>
    /// <param name="ct">Ends the step; what was taken over stays.</param>
    /// <exception cref="CorpusException">The listing of the source is not finished.</exception>
    public static async IAsyncEnumerable<ListingPage> ListAsync(JobFolder source, JobFolder target, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var summary = await ListingSummary.ReadAsync(source, ct).ConfigureAwait(false)
            ?? throw new CorpusException($"The listing in '{source.Root}' is not finished.");
        target.Create();
        foreach (var page in summary.Pages)
        {
            await Task.Run(() => target.Store.TakeAsync(source.Store, JobKeys.ListingPage(page.Index), durable: true, ct), ct).ConfigureAwait(false);
            yield return page;
        }
        var retries = await RetryPages.ReadAsync(source, summary, ct).ConfigureAwait(false);
        for (var i = 0; i < retries.Count; i++)
        {
            // One that no run has planned was never tried.
            if (await PagePlan.ReadAsync(source, retries[i].Index, ct).ConfigureAwait(false) is null)
                break;
            var number = i;
            await Task.Run(() => target.Store.TakeAsync(source.Store, JobKeys.ListingPage(retries[number].Index), durable: true, ct), ct).ConfigureAwait(false);
            await Task.Run(() => target.Store.TakeAsync(source.Store, JobKeys.RetryPage(number), durable: true, ct), ct).ConfigureAwait(false);
            yield return retries[i];
        }
        await target.Store.ReplaceAsync(JobKeys.Listing, s => JsonSerializer.SerializeAsync(s, summary, CorporaJson.Indented, ct), ct).ConfigureAwait(false);
    }

    /// <summary>Takes over the plan of a page, or returns it when that was done.</summary>
    /// <param name="source">The finished job.</param>
    /// <param name="target">The job that takes over.</param>
    /// <param name="page">The page's number.</param>
    /// <param name="ct">Ends the step; nothing of the page stays.</param>
    /// <exception cref="CorpusException">The source has no plan of the page, or it is damaged.</exception>
    public static Task<PagePlan> PlanAsync(JobFolder source, JobFolder target, int page, CancellationToken ct = default) =>
        Task.Run(() => PlanCoreAsync(source, target, page, ct), ct);

    private static async Task<PagePlan> PlanCoreAsync(JobFolder source, JobFolder target, int page, CancellationToken ct)
    {
        if (await PagePlan.ReadAsync(target, page, ct).ConfigureAwait(false) is { } taken)
            return taken;
        var plan = await PagePlan.ReadAsync(source, page, ct).ConfigureAwait(false)
            ?? throw new CorpusException($"Page {page} of the job in '{source.Root}' is not planned.");
        foreach (var extension in new[] { PagePlan.RowsExtension, PagePlan.IndexExtension })
            await target.Store.TakeAsync(source.Store, $"{JobKeys.PlannedPage(page)}/{plan.Files}{extension}", durable: extension == PagePlan.IndexExtension, ct).ConfigureAwait(false);

        // Last, for the page is there when its plan is.
        await target.Store.TakeAsync(source.Store, JobKeys.PagePlan(page), durable: true, ct).ConfigureAwait(false);
        return plan;
    }
}
