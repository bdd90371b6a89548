using System.Text;

namespace UniBind.Grid.Corpora;

/// <summary>
/// Deletes a job's output. Raw embeddings that another output was realigned from stay, and go with the last of those. Only the grid's own names are
/// touched: what else lies in the folder is its owner's.
/// </summary>
/// <remarks>May break off anywhere and be repeated: the mark of a finished output goes first, the header that says whose it is goes last.</remarks>
public static class OutputDeletion
{
    private const string PartPrefix = "part-";
    private const string RawPrefix = JobKeys.Raw + "/" + PartPrefix;

    /// <summary>Deletes the output of a job, if the folder holds it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="ct">Ends the step; it may be repeated.</param>
    /// <exception cref="CorpusException">The folder is another job's, or storage cannot be reached or changed.</exception>
    public static async Task<DeletedOutput> RunAsync(JobFolder folder, string jobId, CancellationToken ct = default)
    {
        if (await new JobFiles(folder).ReadHeaderAsync(ct).ConfigureAwait(false) is not { } header)
            return new DeletedOutput(0, 0, []);
        if (header.Job != jobId)
            throw new CorpusException($"'{folder.Root}' holds the output of job {header.Job} and not of {jobId}; nothing was deleted.");

        _ = await RequireNotReadAsync(folder, ct).ConfigureAwait(false);
        var finished = await folder.IsFinishedAsync(ct).ConfigureAwait(false);
        await folder.Store.DeleteAsync(JobKeys.Success, ct).ConfigureAwait(false);
        IReadOnlyList<string> dependents;
        try
        {
            dependents = await RequireNotReadAsync(folder, ct).ConfigureAwait(false);
        }
        catch (CorpusException) when (finished)
        {
            // It came between: nothing else was touched yet.
            await folder.Store.ReplaceAsync(JobKeys.Success, _ => Task.CompletedTask, ct).ConfigureAwait(false);
            throw;
        }
        if (dependents.Count > 0)
        {
            await folder.Store.CreateAsync(JobKeys.Deleted, Encoding.UTF8.GetBytes("Only raw embeddings are left, for the outputs that are named in " + JobKeys.Dependents + ".\n"), ct).ConfigureAwait(false);
            var (some, less) = await DeleteAsync(folder, await NotNeededAsync(folder, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
            foreach (var inner in new[] { JobKeys.Plan, JobKeys.Attempts })
                await folder.Store.DeleteFolderAsync(inner, ct).ConfigureAwait(false);
            return new DeletedOutput(some, less, dependents);
        }
        var (objects, bytes) = await DeleteAllAsync(folder, header, ct).ConfigureAwait(false);
        return new DeletedOutput(objects, bytes, []);
    }

    /// <summary>The jobs whose finished outputs need raw embeddings; refuses while a job reads more than these.</summary>
    private static async Task<IReadOnlyList<string>> RequireNotReadAsync(JobFolder folder, CancellationToken ct)
    {
        var dependents = await new JobDependents(folder).ListAsync(ct).ConfigureAwait(false);
        foreach (var (job, isFinished) in dependents)
            if (!isFinished)
                throw new CorpusException($"'{folder.Root}' is read by job {job}, which is not finished; let that end or delete it first, nothing was deleted.");
        return [.. dependents.Select(d => d.Job)];
    }

    private static async Task<(int Objects, long Bytes)> DeleteAllAsync(JobFolder folder, JobHeader header, CancellationToken ct)
    {
        var (objects, bytes) = await DeleteAsync(folder, await OwnAsync(folder, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
        foreach (var inner in new[] { JobKeys.Plan, JobKeys.Attempts, JobKeys.Dependents })
            await folder.Store.DeleteFolderAsync(inner, ct).ConfigureAwait(false);

        // Its source may have waited for this one: the name goes before the header that knows the source.
        if (RawReader.SourceOf(header) is { } from)
        {
            var source = new JobFolder(from);
            var dependents = new JobDependents(source);
            await dependents.RemoveAsync(header.Job, ct).ConfigureAwait(false);
            if (await source.Store.ExistsAsync(JobKeys.Deleted, ct).ConfigureAwait(false)
                && (await dependents.ListAsync(ct).ConfigureAwait(false)).Count == 0
                && await new JobFiles(source).ReadHeaderAsync(ct).ConfigureAwait(false) is { } waiting)
            {
                var (more, also) = await DeleteAllAsync(source, waiting, ct).ConfigureAwait(false);
                (objects, bytes) = (objects + more, bytes + also);
            }
        }
        await folder.Store.DeleteAsync(JobKeys.Header, ct).ConfigureAwait(false);
        RemoveIfEmpty(folder);
        return (objects + 1, bytes);
    }

    /// <summary>Everything of the grid's in the folder but the header.</summary>
    private static async Task<List<ObjectInfo>> OwnAsync(JobFolder folder, CancellationToken ct)
    {
        var own = new List<ObjectInfo>();
        await foreach (var found in folder.Store.ListAsync("", ct).ConfigureAwait(false))
            if (IsOwn(found.Key) && found.Key != JobKeys.Header)
                own.Add(found);
        return own;
    }

    /// <summary>The same but for what names and holds the raw embeddings: their own parts, and parts of shards whose embeddings are the raw ones.</summary>
    private static async Task<List<ObjectInfo>> NotNeededAsync(JobFolder folder, CancellationToken ct)
    {
        var own = await OwnAsync(folder, ct).ConfigureAwait(false);
        var raw = own.Select(o => o.Key).Where(k => k.StartsWith(RawPrefix, StringComparison.Ordinal)).Select(k => ShardOf(k[RawPrefix.Length..])).ToHashSet(StringComparer.Ordinal);
        return [.. own.Where(o => !o.Key.StartsWith(RawPrefix, StringComparison.Ordinal)
            && !o.Key.StartsWith(JobKeys.Dependents, StringComparison.Ordinal)
            && o.Key != JobKeys.Deleted
            && (!o.Key.StartsWith(PartPrefix, StringComparison.Ordinal) || raw.Contains(ShardOf(o.Key[PartPrefix.Length..]))))];
    }

    private static string ShardOf(string name) => name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? name[..dot] : name;

    private static bool IsOwn(string key) => key[0] == '_' || key == JobKeys.Errors
        || key.StartsWith(PartPrefix, StringComparison.Ordinal) || key.StartsWith(RawPrefix, StringComparison.Ordinal);

    private static async Task<(int Objects, long Bytes)> DeleteAsync(JobFolder folder, List<ObjectInfo> objects, CancellationToken ct)
    {
        var bytes = 0L;
        foreach (var found in objects)
        {
            await folder.Store.DeleteAsync(found.Key, ct).ConfigureAwait(false);
            bytes += found.Length;
        }
        return (objects.Count, bytes);
    }

    /// <summary>A folder of this machine goes when nothing of anybody's is left in it.</summary>
    private static void RemoveIfEmpty(JobFolder folder)
    {
        if (folder.Store.LocalFolder is not { } local)
            return;
        foreach (var path in new[] { Path.Combine(local, JobKeys.Raw), local })
            if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
                Directory.Delete(path);
    }
}
