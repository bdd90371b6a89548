using System.Text.Json;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Turns the outputs of finished jobs into groups of parts. A group follows from its job's plan alone, so that adding another job leaves the groups there are as they were.</summary>
internal static class AlignSources
{
    /// <summary>The folder behind a source.</summary>
    /// <param name="source">An absolute path or address, or the id of a job.</param>
    /// <param name="grains">Finds jobs.</param>
    /// <exception cref="GridException">It is neither.</exception>
    public static async Task<string> FolderOfAsync(string source, IGrainFactory grains)
    {
        if (Path.IsPathFullyQualified(source) || ObjectAddress.IsRemote(source))
            return Path.TrimEndingDirectorySeparator(source);
        var job = await grains.GetGrain<IJobGrain>(source).GetProgressAsync();
        return job.State != JobState.Unknown && job.Output.Length > 0
            ? job.Output
            : throw new GridException($"There is no folder and no job '{source}'; 'unibind jobs list' shows the jobs there are.");
    }

    /// <summary>The groups of one output, those of the modality only.</summary>
    /// <param name="run">The training.</param>
    /// <param name="folder">The output folder.</param>
    /// <param name="most">The items of a group at most, unless one part has more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CorpusException">The folder is no output of a finished job, or a file of it is damaged.</exception>
    public static async Task<IReadOnlyList<AlignGroup>> GroupsAsync(AlignRun run, string folder, int most, CancellationToken cancellationToken)
    {
        var reader = await RawReader.OpenAsync(folder, cancellationToken);
        var finished = await FinishedJob.ReadAsync(reader.Folder, cancellationToken);
        var hashes = await HashesAsync(reader.Folder, cancellationToken);
        var groups = new List<AlignGroup>();
        var shards = new List<string>();
        var items = 0;
        foreach (var page in (await reader.ShardsAsync(cancellationToken)).GroupBy(ShardId.Page))
        {
            var plan = await PagePlan.ReadAsync(reader.Folder, page.Key, cancellationToken)
                ?? throw new CorpusException($"'{folder}' lacks the plan of page {page.Key}; restore it or run the job again.");
            var known = plan.Shards.ToDictionary(s => s.Id, StringComparer.Ordinal);
            foreach (var shard in page)
            {
                if (!known.TryGetValue(shard, out var info) || info.Modality != run.Modality)
                    continue;
                if (items > 0 && items + info.Items > most)
                    Close();
                shards.Add(shard);
                items += info.Items;
            }
        }
        if (shards.Count > 0)
            Close();
        return groups;

        void Close()
        {
            var parts = shards.Select(s => hashes.GetValueOrDefault(s)
                ?? throw new CorpusException($"The manifest of '{folder}' does not name the part of shard {s}; restore the manifest or run the job again."));
            groups.Add(new AlignGroup { Folder = folder, Shards = [.. shards], Key = AlignKeys.OfGroup(run, finished.Job, parts) });
            shards.Clear();
            items = 0;
        }
    }

    /// <summary>The hashes of a job's parts by shard, from its manifest.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> HashesAsync(JobFolder folder, CancellationToken cancellationToken)
    {
        const string Prefix = "part-";
        try
        {
            await using var stream = await folder.Store.OpenAsync(JobKeys.Manifest, cancellationToken)
                ?? throw new CorpusException($"'{folder.Root}' has no '{JobKeys.Manifest}'; restore it or run the job again.");
            using var manifest = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            return manifest.RootElement.GetProperty("parts").EnumerateArray().ToDictionary(
                p => Path.GetFileNameWithoutExtension(p.GetProperty("file").GetString()!)[Prefix.Length..],
                p => p.GetProperty("sha256").GetString()!,
                StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new CorpusException($"'{folder.Manifest}' is damaged: {e.Message}", e);
        }
    }
}
