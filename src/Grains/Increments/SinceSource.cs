using System.Text.Json;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>The finished output that a job carries items over from: checked when the job is submitted, so that what cannot work is refused before anything is written.</summary>
internal static class SinceSource
{
    /// <summary>Checks that an earlier output holds what this job would make of the same contents.</summary>
    /// <param name="spec">The spec, with the pinned space.</param>
    /// <param name="space">The pinned space.</param>
    /// <param name="pack">The content address of the space's pack.</param>
    /// <exception cref="GridException">The earlier job is not finished, or is of another space, encoder or treatment of long texts.</exception>
    public static async Task CheckAsync(JobSpec spec, PinnedSpace space, string pack)
    {
        if (spec.Since is null)
        {
            if (spec.Append)
                throw new GridException("To append means to go on from an earlier output; name it (--since).");
            return;
        }
        if (spec.RealignFrom is not null)
            throw new GridException("A realign takes everything from its source; it carries nothing over from a third output.");
        var folder = JobSpecs.Since(spec);
        await JobConfinement.RequireOutputAsync(spec, folder.Root);
        if (folder.Root == new JobFolder(spec.Output).Root)
            throw new GridException($"The output '{spec.Output}' is the earlier output itself; choose another folder, and remove the earlier one when the job is done.");
        try
        {
            Compare(spec, space, pack, folder, await FinishedJob.ReadAsync(folder), await OriginAsync(folder));
        }
        catch (CorpusException e)
        {
            throw e.ToGrid();
        }
    }

    private static void Compare(JobSpec spec, PinnedSpace space, string pack, JobFolder folder, FinishedJob finished, JobSpec origin)
    {
        if (finished.Space != space.Id || finished.SpaceSha256 != space.Manifest)
            throw new GridException(finished.Space == space.Id
                ? $"'{folder.Root}' is of another version that was also called '{space.Id}'; embed without --since."
                : $"'{folder.Root}' is of the space '{finished.Space}', this job of '{space.Id}'; bring it there first (unibind realign {finished.Job} --space {space.Id}), or embed with --space {finished.Space}.");
        if (finished.Pack != pack)
            throw new GridException($"'{folder.Root}' was made with the encoder pack {Short(finished.Pack)}, this job's is {Short(pack)}; give the former (--pack), or embed without --since.");
        if (origin.LongText != spec.LongText)
            throw new GridException($"'{folder.Root}' treats long texts by '{origin.LongText}', this job by '{spec.LongText}'; use --long-text {origin.LongText}, or embed without --since.");
        if (origin.NoRaw && !spec.NoRaw)
            throw new GridException($"'{folder.Root}' keeps no raw embeddings, and this job is to keep them; add --no-raw, or embed without --since.");
    }

    /// <summary>The spec of the job that read the contents: behind a realign that of its source.</summary>
    private static async Task<JobSpec> OriginAsync(JobFolder folder)
    {
        var noRaw = false;
        for (var step = 0; step < 64; step++)
        {
            var header = await new JobFiles(folder).ReadHeaderAsync() ?? throw new GridException($"'{folder.Root}', which the earlier output was realigned from, is gone; embed without --since.");
            var spec = header.Spec.Deserialize<JobSpec>() ?? throw new GridException($"The header of '{folder.Root}' is damaged; embed without --since.");
            noRaw |= spec.NoRaw;
            if (spec.RealignFrom is not { } from)
                return spec with { NoRaw = noRaw };
            folder = new JobFolder(from);
        }
        throw new GridException($"'{folder.Root}' was realigned from too many folders; embed without --since.");
    }

    private static string Short(string sha256) => sha256.Length > 12 ? sha256[..12] : sha256;
}
