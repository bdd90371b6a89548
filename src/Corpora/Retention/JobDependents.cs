using System.Text;

namespace UniBind.Grid.Corpora;

/// <summary>The jobs that read a folder: outputs that were realigned from it need its raw embeddings for ever, and a job that carries rows over needs all of it until it is finished.</summary>
/// <remarks>Each is an object of its own, so that jobs come and go without a lock. Thread-safe.</remarks>
/// <param name="folder">The folder that holds the raw embeddings.</param>
public sealed class JobDependents(JobFolder folder)
{
    /// <summary>Names an output. Who names it first and then finds the folder finished may rely on it: a deletion takes <c>_SUCCESS</c> away before it looks for names.</summary>
    /// <param name="jobId">The job that writes the output.</param>
    /// <param name="output">Its address.</param>
    /// <param name="ct">Ends the step; it may be repeated.</param>
    /// <exception cref="CorpusException">The folder is not finished, or was deleted; nothing is named then.</exception>
    public async Task AddAsync(string jobId, string output, CancellationToken ct = default)
    {
        await folder.Store.CreateAsync(JobKeys.Dependent(jobId), Encoding.UTF8.GetBytes(output), ct).ConfigureAwait(false);
        if (await folder.IsFinishedAsync(ct).ConfigureAwait(false))
            return;
        await RemoveAsync(jobId, ct).ConfigureAwait(false);
        throw new CorpusException($"The output '{folder.Root}' is not finished, or is being deleted; let its job end, or realign another output.");
    }

    /// <summary>Takes a name away.</summary>
    public Task RemoveAsync(string jobId, CancellationToken ct = default) => folder.Store.DeleteAsync(JobKeys.Dependent(jobId), ct);

    /// <summary>The jobs that are named and need the folder still, sorted: those that are not finished, and those whose outputs were realigned from it.</summary>
    /// <remarks>A name whose output its owner removed by hand, or never began, is taken away; so is one of a job that copied what it needed and is finished.</remarks>
    internal async Task<IReadOnlyList<(string Job, bool IsFinished)>> ListAsync(CancellationToken ct = default)
    {
        var named = new List<string>();
        await foreach (var found in folder.Store.ListAsync(JobKeys.Dependents + "/", ct).ConfigureAwait(false))
            named.Add(found.Key[(JobKeys.Dependents.Length + 1)..]);
        var jobs = new List<(string, bool)>();
        foreach (var job in named)
        {
            if (await FindAsync(job, ct).ConfigureAwait(false) is not var (output, header) || header.Job != job)
            {
                await RemoveAsync(job, ct).ConfigureAwait(false);
                continue;
            }
            var finished = await output.IsFinishedAsync(ct).ConfigureAwait(false) || await output.Store.ExistsAsync(JobKeys.Deleted, ct).ConfigureAwait(false);
            if (finished && RawReader.SourceOf(header) is null)
                await RemoveAsync(job, ct).ConfigureAwait(false);
            else
                jobs.Add((job, finished));
        }
        return jobs;
    }

    private async Task<(JobFolder Output, JobHeader Header)?> FindAsync(string job, CancellationToken ct)
    {
        var stream = await folder.Store.OpenAsync(JobKeys.Dependent(job), ct).ConfigureAwait(false);
        if (stream is null)
            return null;
        using var reader = new StreamReader(stream);
        var output = new JobFolder(await reader.ReadToEndAsync(ct).ConfigureAwait(false));
        return await new JobFiles(output).ReadHeaderAsync(ct).ConfigureAwait(false) is { } header ? (output, header) : null;
    }
}
