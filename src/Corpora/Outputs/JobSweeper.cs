namespace UniBind.Grid.Corpora;

/// <summary>Removes what killed attempts left: everything that no commit point names. Nothing but the grid's own names is touched.</summary>
internal static class JobSweeper
{
    /// <summary>The objects whose temporaries may be left.</summary>
    private static readonly string[] Keys =
        [JobKeys.Header, JobKeys.Manifest, JobKeys.Ledger, JobKeys.Report, JobKeys.Success, JobKeys.Errors, JobKeys.Listing];

    public static async Task SweepAsync(JobFolder folder, CancellationToken ct)
    {
        var store = folder.Store;
        await store.DeleteFolderAsync(JobKeys.Attempts, ct).ConfigureAwait(false);
        foreach (var key in Keys)
            await store.SweepAsync(key, ct).ConfigureAwait(false);
        await SweepPlansAsync(folder, ct).ConfigureAwait(false);
        await SweepArraysAsync(store, ct).ConfigureAwait(false);
    }

    /// <summary>Shards of planners that lost: a page has three objects, its plan and the two that this names.</summary>
    private static async Task SweepPlansAsync(JobFolder folder, CancellationToken ct)
    {
        var pages = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        await foreach (var found in folder.Store.ListAsync(JobKeys.Plan + "/page-", ct).ConfigureAwait(false))
        {
            var (page, name) = (found.Key[..found.Key.LastIndexOf('/')], found.Key[(found.Key.LastIndexOf('/') + 1)..]);
            if (name != JobKeys.PlanName)
                (pages.TryGetValue(page, out var names) ? names : pages[page] = []).Add(name);
        }
        foreach (var (page, names) in pages)
        {
            if (names.Count <= 2)
                continue;
            var files = await PlanHead.ReadAsync(ObjectStores.Open(ObjectAddress.Combine(folder.Root, page)), ct).ConfigureAwait(false);
            foreach (var name in names)
                if (name != files + PagePlan.RowsExtension && name != files + PagePlan.IndexExtension)
                    await folder.Store.DeleteAsync($"{page}/{name}", ct).ConfigureAwait(false);
        }
    }

    /// <summary>Arrays and rows of attempts that never reached their commit point.</summary>
    private static async Task SweepArraysAsync(IObjectStore store, CancellationToken ct)
    {
        foreach (var shard in await PartFiles.ShardsAsync(store, ".json", ct).ConfigureAwait(false))
        {
            var key = JobKeys.Part(shard, ".json");
            var part = (await store.ReadJsonAsync<NpyPart>(key, ct).ConfigureAwait(false))!;
            var orphans = new List<string>();
            await foreach (var found in store.ListAsync($"part-{shard}.", ct).ConfigureAwait(false))
                if (found.Key != part.Rows.Name && found.Key != part.Embeddings.Name && found.Key != key)
                    orphans.Add(found.Key);
            foreach (var orphan in orphans)
                await store.DeleteAsync(orphan, ct).ConfigureAwait(false);
        }
    }
}
