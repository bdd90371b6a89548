using System.Runtime.CompilerServices;
using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Gives a job the frozen listing and the plans of a finished one: the same items in the same shards under the same ids. Files under
/// <c>_plan/</c> never change once they are there, so they are linked and not copied where the file system can.
/// </summary>
/// <remarks>Every step may be repeated, by any machine that sees both folders; each file appears complete or not at all. The work is done on the thread pool.</remarks>
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
            await Task.Run(() => TakeAsync(source.ListingPage(page.Index), target.ListingPage(page.Index), ct), ct).ConfigureAwait(false);
            DurableFile.SyncFolderOf(target.ListingPage(page.Index));
            yield return page;
        }
        await DurableFile.ReplaceAsync(target.Listing, s => JsonSerializer.SerializeAsync(s, summary, CorporaJson.Indented, ct), ct).ConfigureAwait(false);
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
        var building = target.BuildingPage(page);
        Directory.CreateDirectory(building);
        try
        {
            foreach (var file in Directory.EnumerateFiles(source.PlannedPage(page)))
                await TakeAsync(file, Path.Combine(building, Path.GetFileName(file)), ct).ConfigureAwait(false);

            // Once for all names: a page is there when its folder is.
            DurableFile.SyncFolderOf(Path.Combine(building, "x"));
            return await PagePlanner.PublishAsync(target, page, building, plan, ct).ConfigureAwait(false);
        }
        finally
        {
            if (Directory.Exists(building))
                Directory.Delete(building, recursive: true);
        }
    }

    /// <summary>A second name for a file where the file system has that, else a copy; a name that is taken holds the same content. The caller makes the name durable.</summary>
    private static async Task TakeAsync(string source, string target, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (File.Exists(target))
            return;
        if (!Posix.IsSupported || Posix.Link(source, target) is not (0 or Posix.FileExists))
        {
            await DurableFile.CreateAsync(target, async stream =>
            {
                var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read);
                await using (from.ConfigureAwait(false))
                    await from.CopyToAsync(stream, ct).ConfigureAwait(false);
            }, ct).ConfigureAwait(false);
        }
    }
}
