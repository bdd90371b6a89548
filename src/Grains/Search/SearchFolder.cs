using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>An output folder that is searched.</summary>
/// <param name="Path">Its absolute path or address.</param>
/// <param name="Space">The space version of its rows.</param>
/// <param name="SpaceSha256">The hash of the version's manifest; empty for <c>PACK@0</c>, and where the output does not tell because its job has not finished.</param>
/// <param name="Parts">Its part files so far.</param>
/// <param name="IsFinished">Whether these are all.</param>
internal sealed record SearchFolder(string Path, string Space, string SpaceSha256, IReadOnlyList<string> Parts, bool IsFinished)
{
    /// <summary>Looks at the folders; reads what they say of themselves.</summary>
    /// <exception cref="GridException">One is no job's output, or they are of different versions.</exception>
    public static async Task<IReadOnlyList<SearchFolder>> OpenAsync(IEnumerable<string> paths)
    {
        var folders = new List<SearchFolder>();
        foreach (var path in paths.Select(ObjectAddress.Normalize).Distinct(StringComparer.Ordinal))
            folders.Add(await OpenAsync(path));
        if (folders.Count == 0)
            throw new GridException("There is nothing to search; name the output folder of at least one job (--in).");
        if (folders.Find(f => f.Space != folders[0].Space) is { } other)
            throw new GridException($"'{folders[0].Path}' is in the space '{folders[0].Space}' and '{other.Path}' in '{other.Space}'; rows of different versions are not comparable: search one version at a time, or bring one output to the other version with 'unibind realign'.");
        if (folders.FindAll(f => f.SpaceSha256.Length > 0) is [var first, ..] known && known.Find(f => f.SpaceSha256 != first.SpaceSha256) is { } republished)
            throw new GridException($"'{first.Path}' and '{republished.Path}' are of two publications of '{first.Space}' (manifests {first.SpaceSha256[..12]} and {republished.SpaceSha256[..12]}), whose rows are not comparable; search them one at a time, or realign one.");
        return folders;
    }

    private static async Task<SearchFolder> OpenAsync(string path)
    {
        try
        {
            var job = new JobFolder(path);
            var header = await new JobFiles(job).ReadHeaderAsync();
            if (header is null || !header.Spec.TryGetProperty(nameof(JobSpec.Space), out var space) || space.GetString() is not { Length: > 0 } id)
                throw new GridException($"'{path}' is no output folder of a job; give the folder that 'unibind embed --out' wrote.");
            var isFinished = await job.IsFinishedAsync();
            var sha256 = isFinished ? (await FinishedJob.ReadAsync(job)).SpaceSha256 : "";
            return new SearchFolder(path, id, sha256, await PartReader.ListAsync(path), isFinished);
        }
        catch (CorpusException e)
        {
            throw e.ToGrid();
        }
    }
}
