using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace UniBind.Grid.Corpora;

/// <summary>
/// What one planner of a job knows of the pages before and of the earlier job. The truth is in the job's folder: each planned page holds the
/// contents that it brought in; this is a scratch index over them, which any planner makes anew from there.
/// </summary>
/// <remarks>Thread-safe. Pages are cut in order, on whatever machines; a page that is probed before its turn waits for the page before it.</remarks>
/// <param name="folder">The job.</param>
/// <param name="scratch">A local folder for the index; about 24 bytes a content, twice that while merging.</param>
/// <param name="earlier">The earlier job that items are carried over from; null for none. It stays the caller's.</param>
public sealed class PageLinks(JobFolder folder, string scratch, EarlierIndex? earlier = null) : IDisposable
{
    private const int MaxRows = 1 << 16;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly HashIndex<ContentEntry> _index = new(scratch);
    private int _pages;

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        _index.Dispose();
    }

    /// <summary>Cuts a page once the pages before it are planned.</summary>
    /// <param name="page">The page.</param>
    /// <param name="items">Its items, by ordinal.</param>
    /// <param name="isCarried">Whether an item stands for one of the earlier job that the source does not list.</param>
    /// <param name="options">Tells the items of a shard.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <returns>Null when another planner was faster: then the page is planned.</returns>
    internal async Task<PageCut?> CutAsync(int page, PlannedItem[] items, Func<PlannedItem, bool> isCarried, PlanOptions options, CancellationToken ct)
    {
        if (items.Length > MaxRows)
            throw new ArgumentException($"Page {page} has {items.Length:N0} items; contents are compared in pages of at most {MaxRows:N0}.", nameof(items));
        await WaitForAsync(page - 1, ct).ConfigureAwait(false);
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (_pages > page)
                return null;
            while (_pages < page)
                await TakeAsync(_pages, ct).ConfigureAwait(false);
            var cutter = new PageCutter(page, items, options);
            if (earlier is not null)
                cutter.FindCarried(earlier, isCarried);
            cutter.FindCopies(_index);
            return cutter.Cut();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task WaitForAsync(int page, CancellationToken ct)
    {
        var pause = TimeSpan.FromMilliseconds(4);
        while (page >= _pages && await PagePlan.ReadAsync(folder, page, ct).ConfigureAwait(false) is null)
        {
            await Task.Delay(pause, ct).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Adds the contents of a planned page.</summary>
    private async Task TakeAsync(int page, CancellationToken ct)
    {
        var plan = await PagePlan.ReadAsync(folder, page, ct).ConfigureAwait(false) ?? throw new CorpusException($"The plan of page {page} in '{folder.Root}' is gone.");
        if (plan.Keys is { } keys)
        {
            var bytes = new byte[keys.Count * Unsafe.SizeOf<ContentEntry>()];
            var key = JobKeys.PageKeys(page, keys.Sha256);
            if (await folder.Store.ReadAsync(key, 0, bytes, ct: ct).ConfigureAwait(false) != bytes.Length || Convert.ToHexStringLower(SHA256.HashData(bytes)) != keys.Sha256)
                throw new CorpusException($"'{folder.Store.AddressOf(key)}' is damaged; begin a new job in another folder.");
            _index.Add(MemoryMarshal.Cast<byte, ContentEntry>(bytes));
        }
        _pages = page + 1;
    }
}
