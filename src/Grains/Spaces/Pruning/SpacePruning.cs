using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Removes what a space no longer needs: first from the lists of its grains, then, of all spaces' files, those that no list names.</summary>
/// <remarks>
/// Used from one space grain's turns; files are handled off them. It may break off anywhere and be repeated: a file is removed only when nothing stored
/// names it, so a list never names a file that is gone.
/// </remarks>
internal sealed class SpacePruning(string space, IGrainFactory grains, SpaceFolder folder, SpacePruneRequest request)
{
    private const int MostJobs = 10_000;

    /// <summary>Which published versions stay.</summary>
    public async Task<SpacePrunePlan> PlanAsync(SpaceState state)
    {
        var jobs = await grains.GetGrain<IJobIndexGrain>(IJobIndexGrain.Key).ListAsync(MostJobs);
        var pinned = jobs.Select(j => j.Space).ToHashSet(StringComparer.Ordinal);
        SpaceVersionInfo[] newest = [.. state.Versions.Where((v, i) => i < request.Keep || v.Version == state.Latest || v.Version == state.Stable)];
        SpaceVersionInfo[] kept = [.. state.Versions.Where(v => newest.Contains(v) || pinned.Contains(v.Id))];
        return new SpacePrunePlan(kept, new SpacePruneReport
        {
            Space = space,
            Versions = [.. state.Versions.Except(kept).Select(v => v.Version)],
            Pinned = [.. kept.Except(newest).Select(v => v.Version)],
        });
    }

    /// <summary>Prunes centers and heads, and removes the files; the space's own list is the caller's to store before.</summary>
    public async Task<SpacePruneReport> RunAsync(SpacePrunePlan plan)
    {
        var info = await grains.GetGrain<ISpaceIndexGrain>(ISpaceIndexGrain.Key).ListAsync();
        var names = new BlobNames(grains, folder);
        names.Add(plan.Versions);
        var (centers, heads) = await PruneOwnAsync(names);
        foreach (var other in info.Where(s => s != space))
            await names.AddSpaceAsync(other);
        var (files, bytes) = await SpaceFaults.RunAsync(() => Sweep(names));
        return plan.Report with { Centers = centers, Heads = heads, Files = files, Bytes = bytes };
    }

    private async Task<(int Centers, int Heads)> PruneOwnAsync(BlobNames names)
    {
        var classes = await BlobNames.ClassesAsync(grains, space);
        var centers = await classes.SelectAsync(async key =>
        {
            var grain = grains.GetGrain<IClassCenterGrain>(key);
            var before = await grain.ListCentersAsync();
            var kept = await grain.PruneAsync(request.Keep, request.DryRun);
            return (Gone: before.Length - kept.Length, Kept: kept);
        });
        var heads = await Modalities.All.SelectAsync(async modality =>
        {
            var grain = grains.GetGrain<IAlignmentGrain>(SpaceKey.ForModality(space, modality));
            var before = await grain.ListHeadsAsync();
            var kept = await grain.PruneAsync(request.Keep, request.DryRun);
            return (Gone: before.Length - kept.Length, Kept: kept);
        });
        names.Add(centers.SelectMany(c => c.Kept));
        names.Add(heads.SelectMany(h => h.Kept));
        return (centers.Sum(c => c.Gone), heads.Sum(h => h.Gone));
    }

    private (int Files, long Bytes) Sweep(BlobNames names)
    {
        // What trainings keep can be made again; it goes by age, and the sums and captions that it names with it.
        var before = DateTime.UtcNow - request.OlderThan;
        var sums = folder.AlignmentFolders().Select(f => new BlobStore(f)).ToArray();
        var old = sums.Select(s => (Store: s, Files: s.List().Where(f => f.Used < before).ToArray())).ToArray();
        names.AddManifests();
        names.AddGroups(sums.SelectMany(s => s.List()).Except(old.SelectMany(o => o.Files)));
        var blobs = folder.Blobs.List().Where(b => b.Used < before && !names.Contains(b.Name)).ToArray();
        if (request.DryRun)
            return (blobs.Length + old.Sum(o => o.Files.Length), blobs.Sum(b => b.Bytes) + old.Sum(o => o.Files.Sum(f => f.Bytes)));
        var removed = old.Select(o => o.Store.Remove(o.Files)).Append(folder.Blobs.Remove(blobs)).ToArray();
        return (removed.Sum(r => r.Files), removed.Sum(r => r.Bytes));
    }
}
