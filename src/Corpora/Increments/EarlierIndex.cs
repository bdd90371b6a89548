using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>The items of an earlier job by their ids, sorted on disk: it is built once for a job, and searched without loading it.</summary>
/// <remarks>Thread-safe. 48 bytes of disk an item, three times that while it is built.</remarks>
public sealed class EarlierIndex : IDisposable
{
    private const int BatchItems = 1 << 16;
    private readonly SortedRun<EarlierEntry>? _run;

    private EarlierIndex(SortedRun<EarlierEntry>? run) => _run = run;

    /// <summary>The items.</summary>
    public long Count => _run?.Count ?? 0;

    /// <summary>Builds the index in a job's folder, unless it is there.</summary>
    /// <param name="earlier">The earlier job, finished.</param>
    /// <param name="job">The job that goes on from it.</param>
    /// <param name="ct">Ends the building; what was built is built again.</param>
    /// <exception cref="CorpusException">The earlier output is not finished or damaged.</exception>
    public static async Task BuildAsync(JobFolder earlier, JobFolder job, CancellationToken ct = default)
    {
        if (await ReadFactsAsync(job, ct).ConfigureAwait(false) is not null)
            return;
        var finished = await FinishedJob.ReadAsync(earlier, ct).ConfigureAwait(false);
        job.Create();
        using var index = new HashIndex<EarlierEntry>(PlanScratch.Of(job));
        var items = await FillAsync(index, earlier, ct).ConfigureAwait(false);
        var staged = job.Store.Stage(ObjectKey.Temporary(JobKeys.EarlierFacts));
        await using (staged.ConfigureAwait(false))
        {
            index.WriteTo(staged.Stream);
            var facts = new EarlierFacts(finished.Job, earlier.Root, items, staged.Sha256);

            // A name that is taken holds these very bytes.
            if (items > 0)
                await staged.CreateAsync(JobKeys.EarlierIndex(facts.Sha256), ct).ConfigureAwait(false);
            await job.Store.CreateAsync(JobKeys.EarlierFacts, s => JsonSerializer.SerializeAsync(s, facts, CorporaJson.Indented, ct), ct).ConfigureAwait(false);
        }
    }

    /// <summary>Opens the index of a job.</summary>
    /// <exception cref="CorpusException">It is not built, or damaged.</exception>
    public static async Task<EarlierIndex> OpenAsync(JobFolder job, CancellationToken ct = default)
    {
        var facts = await ReadFactsAsync(job, ct).ConfigureAwait(false) ?? throw new CorpusException($"The items of the earlier job are not indexed in '{job.Root}'.");
        if (facts.Items == 0)
            return new EarlierIndex(null);
        var key = JobKeys.EarlierIndex(facts.Sha256);
        if (await FileHash.Sha256Async(job.Store, key, ct).ConfigureAwait(false) != facts.Sha256)
            throw new CorpusException($"'{job.Store.AddressOf(key)}' is damaged; begin a new job in another folder.");
        return job.Store.LocalFolder is { } local
            ? new EarlierIndex(new SortedRun<EarlierEntry>(Path.Combine(local, key), level: 0, keep: true))
            : new EarlierIndex(new SortedRun<EarlierEntry>(await FetchAsync(job, key, ct).ConfigureAwait(false), level: 0));
    }

    /// <inheritdoc/>
    public void Dispose() => _run?.Dispose();

    /// <summary>Finds items by the hashes of their ids, ascending.</summary>
    internal void Find(ReadOnlySpan<UInt128> ascending, Span<bool> found, Span<EarlierEntry> entries) => _run?.Find(ascending, found, entries);

    private static Task<EarlierFacts?> ReadFactsAsync(JobFolder job, CancellationToken ct) => job.Store.ReadJsonAsync<EarlierFacts>(JobKeys.EarlierFacts, ct);

    /// <summary>What is searched is mapped into memory, so it needs a disk.</summary>
    private static async Task<string> FetchAsync(JobFolder job, string key, CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(PlanScratch.Of(job)).FullName;
        var path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        var content = await job.Store.OpenAsync(key, ct).ConfigureAwait(false) ?? throw new CorpusException($"'{job.Store.AddressOf(key)}' is gone.");
        await using (content.ConfigureAwait(false))
        {
            var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await using (file.ConfigureAwait(false))
                await content.CopyToAsync(file, ct).ConfigureAwait(false);
        }
        return path;
    }

    private static async Task<long> FillAsync(HashIndex<EarlierEntry> index, JobFolder earlier, CancellationToken ct)
    {
        var batch = new List<EarlierEntry>();
        long items = 0;
        await foreach (var shard in EarlierItems.ReadAsync(earlier, ct).ConfigureAwait(false))
        {
            foreach (var (planned, place, sha256) in shard)
            {
                if (!ContentHash.IsValid(sha256))
                    throw new CorpusException($"The row of '{planned.Item.Id}' in '{earlier.Root}' has no SHA-256 of its content; embed the corpus again without --since.");
                batch.Add(new EarlierEntry(
                    IdHash.Of(planned.Item.Id), EarlierEntry.ContentOf(sha256, planned.Modality), EarlierEntry.VersionOf(planned.Item, planned.Modality), place.Packed));
            }
            items += shard.Count;
            if (batch.Count >= BatchItems)
                Flush();
        }
        Flush();
        return items;

        void Flush()
        {
            batch.Sort(static (a, b) => a.Hash.CompareTo(b.Hash));
            index.Add(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(batch));
            batch.Clear();
        }
    }
}
