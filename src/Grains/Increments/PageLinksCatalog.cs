using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>What this silo's planners know of each job's pages, kept while the job is being planned and made anew from its folder when it is gone.</summary>
/// <remarks>Thread-safe; a singleton of the silo. Idle ones are dropped after minutes.</remarks>
public sealed class PageLinksCatalog : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(2);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Timer _sweep;

    /// <summary>Makes an empty catalog.</summary>
    public PageLinksCatalog() => _sweep = new Timer(_ => Sweep(Idle), null, Idle, Idle);

    /// <summary>Plans with what is known of a job.</summary>
    /// <exception cref="CorpusException">The folder cannot be read, or is damaged.</exception>
    public async Task<T> UseAsync<T>(JobRun run, Func<PageLinks, Task<T>> plan)
    {
        Entry entry;
        lock (_lock)
        {
            if (!_entries.TryGetValue(run.JobId, out entry!))
                _entries[run.JobId] = entry = new Entry(OpenAsync(run));
            entry.Users++;
        }
        try
        {
            return await plan((await entry.Opened).Links);
        }
        finally
        {
            Release(run.JobId, entry);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sweep.Dispose();
        Sweep(TimeSpan.Zero);
    }

    private static async Task<(PageLinks Links, EarlierIndex? Earlier)> OpenAsync(JobRun run)
    {
        // Away from the caller's turn and lock: a large index is read once here.
        await Task.Yield();
        var folder = new JobFolder(run.Spec.Output);
        var earlier = run.Spec.Since is null ? null : await EarlierIndex.OpenAsync(folder);
        return (new PageLinks(folder, PlanScratch.Of(folder), earlier), earlier);
    }

    private void Release(string job, Entry entry)
    {
        lock (_lock)
        {
            entry.Users--;
            entry.LastUse = Environment.TickCount64;
            // What could not be opened is tried again by the next.
            if (entry.Users == 0 && !entry.Opened.IsCompletedSuccessfully && _entries.GetValueOrDefault(job) == entry)
                _entries.Remove(job);
        }
    }

    private void Sweep(TimeSpan idle)
    {
        lock (_lock)
        {
            foreach (var (job, entry) in _entries.Where(e => e.Value.Users == 0 && Environment.TickCount64 - e.Value.LastUse >= idle.TotalMilliseconds).ToArray())
            {
                _entries.Remove(job);
                if (!entry.Opened.IsCompletedSuccessfully)
                    continue;
                entry.Opened.Result.Links.Dispose();
                entry.Opened.Result.Earlier?.Dispose();
            }
        }
    }

    private sealed class Entry(Task<(PageLinks Links, EarlierIndex? Earlier)> opened)
    {
        public Task<(PageLinks Links, EarlierIndex? Earlier)> Opened { get; } = opened;

        public int Users { get; set; }

        public long LastUse { get; set; }
    }
}
