using System.Runtime.CompilerServices;

namespace UniBind.Grid.Corpora;

/// <summary>The objects of a corpus in the order of their keys. Hidden names and the output folders of jobs are passed over, as in a folder of this machine.</summary>
internal sealed class StoreTree(IObjectStore store)
{
    public async IAsyncEnumerable<ObjectInfo> WalkAsync([EnumeratorCancellation] CancellationToken ct)
    {
        // The folders on the way to the last object: a listing in order comes back to none of them.
        var open = new List<(string Folder, bool IsPassedOver)>();
        await foreach (var found in store.ListAsync("", ct).ConfigureAwait(false))
        {
            if (!await IsPassedOverAsync(found.Key, open, ct).ConfigureAwait(false))
                yield return found;
        }
    }

    private async Task<bool> IsPassedOverAsync(string key, List<(string Folder, bool IsPassedOver)> open, CancellationToken ct)
    {
        while (open.Count > 0 && !key.StartsWith(open[^1].Folder, StringComparison.Ordinal))
            open.RemoveAt(open.Count - 1);
        while (true)
        {
            if (open.Count > 0 && open[^1].IsPassedOver)
                return true;
            var start = open.Count == 0 ? 0 : open[^1].Folder.Length;
            var slash = key.IndexOf('/', start);
            if (slash < 0)
                return key[start] == '.';
            var folder = key[..(slash + 1)];
            open.Add((folder, key[start] == '.' || await store.ExistsAsync(folder + JobKeys.Header, ct).ConfigureAwait(false)));
        }
    }
}
