using System.Text.Json;
using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>The finished output that a realign job starts from: checked when the job is submitted, so that what cannot work is refused before anything is written.</summary>
internal static class RealignSource
{
    /// <summary>Checks the source, and makes the output folder the job's.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="spec">Its spec, with the pinned space.</param>
    /// <param name="spaces">The space versions of the silo.</param>
    /// <param name="space">The pinned space.</param>
    /// <param name="pack">The content address of the space's pack.</param>
    /// <returns>The content address of the pack that made the raw embeddings.</returns>
    /// <exception cref="GridException">The source is not finished, keeps no raw embeddings, or does not fit the space; or the output folder is taken.</exception>
    public static async Task<string> ClaimAsync(string jobId, JobSpec spec, SpaceCatalog spaces, PinnedSpace space, string pack)
    {
        RequireOptions(spec);
        try
        {
            var folder = new JobFolder(spec.RealignFrom!);
            await JobConfinement.RequireOutputAsync(spec, folder.Root);
            var finished = await FinishedJob.ReadAsync(folder);
            await CheckAsync(folder, finished, space.IsPublished ? spaces.Get(space.Manifest) : null, space, spaces, pack);

            // From here on the source's raw embeddings stay, whoever deletes its job. A name without an output counts for nothing, so it is given again once there is one.
            var dependents = new JobDependents(folder);
            await dependents.AddAsync(jobId, spec.Output);
            await new JobFiles(new JobFolder(spec.Output)).ClaimAsync(jobId, JsonSerializer.Serialize(spec));
            await dependents.AddAsync(jobId, spec.Output);
            return finished.Pack;
        }
        catch (CorpusException e)
        {
            throw e.ToGrid();
        }
    }

    private static void RequireOptions(JobSpec spec)
    {
        if (spec.Limit is not null || spec.Modalities.Length > 0)
            throw new GridException("A realign takes all items of its source; it knows no limit and no choice of modalities.");
        _ = JobSpecs.SinkOf(spec);
        if (Same(spec.Output, spec.RealignFrom!))
            throw new GridException($"The output folder '{spec.Output}' is the source itself; choose another folder.");
    }

    private static async Task CheckAsync(JobFolder folder, FinishedJob finished, Space? space, PinnedSpace pinned, SpaceCatalog spaces, string pack)
    {
        if (space is null && finished.Pack != pack)
            throw new GridException($"The job '{finished.Job}' was embedded with another pack than '{pinned.Pack}'; its raw embeddings are none of '{pinned.Id}'.");
        await foreach (var shard in SamplesAsync(folder, finished))
        {
            if (space is null)
                continue;
            var modality = shard.Rows[0].Modality;
            if (finished.Pack != pack && !RealignFit.NamesEncoder(space, modality))
                throw new GridException($"The job '{finished.Job}' was embedded with another pack than that of '{pinned.Id}', '{pinned.Pack}'; embed the corpus again with the latter.");
            RealignFit.Require(spaces, space, shard);
        }
    }

    /// <summary>The first shard with rows of each modality.</summary>
    private static async IAsyncEnumerable<RawShard> SamplesAsync(JobFolder folder, FinishedJob finished)
    {
        var open = finished.Ledger.Modalities.Where(m => m.Value.Embedded + m.Value.Reused + m.Value.Carried + m.Value.Duplicate > 0).Select(m => m.Key).ToHashSet(StringComparer.Ordinal);
        var reader = await RawReader.OpenAsync(folder.Root);
        var listing = await ListingSummary.ReadAsync(folder) ?? throw new CorpusException($"The listing in '{folder.Root}' is gone; embed the corpus again.");
        if (open.Count == 0)
            yield break;
        await foreach (var plan in RetryPages.PlansAsync(folder, listing))
        {
            foreach (var info in plan.Shards.Where(s => open.Contains(s.Modality.Name())))
            {
                if (!open.Contains(info.Modality.Name()) || await reader.ReadShardAsync(info.Id) is not { Rows.Count: > 0 } shard)
                    continue;
                open.Remove(info.Modality.Name());
                yield return shard;
            }
            if (open.Count == 0)
                yield break;
        }
    }

    private static bool Same(string a, string b) =>
        string.Equals(Path.TrimEndingDirectorySeparator(ObjectAddress.Normalize(a)), Path.TrimEndingDirectorySeparator(ObjectAddress.Normalize(b)), StringComparison.Ordinal);
}
