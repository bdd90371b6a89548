namespace UniBind.Grid.Corpora;

/// <summary>Sizes and versions of the objects that a manifest names. Rows mostly come folder by folder, so a folder is listed once instead of asking for each of its objects.</summary>
/// <remarks>Not thread-safe. Blocks: a listing has a thread of its own. Holds one folder of at most <see cref="MostListed"/> objects.</remarks>
internal sealed class StoreFiles(IObjectStore store, CancellationToken ct)
{
    private const int MostListed = 50_000;
    private readonly Dictionary<string, ObjectInfo> _listed = new(StringComparer.Ordinal);
    private string? _folder;
    private bool _isWhole;
    private int _asked;

    /// <summary>What a key names; null when there is nothing.</summary>
    /// <exception cref="CorpusException">Storage does not answer.</exception>
    public ObjectInfo? Find(string key)
    {
        if (!ObjectKey.IsKey(key))
            return null;
        var folder = key[..(key.LastIndexOf('/') + 1)];
        if (_folder != folder)
        {
            (_folder, _isWhole, _asked) = (folder, false, 0);
            _listed.Clear();
        }

        // A manifest that jumps between folders would pay a listing for each row; one that stays pays it once.
        if (++_asked == 3)
            _isWhole = ListAsync(folder).GetAwaiter().GetResult();
        return _listed.TryGetValue(key, out var info) ? info
            : _isWhole ? null
            : store.HeadAsync(key, ct).GetAwaiter().GetResult();
    }

    private async Task<bool> ListAsync(string folder)
    {
        await foreach (var found in store.ListAsync(folder, ct).ConfigureAwait(false))
        {
            if (_listed.Count == MostListed)
                return false;
            _listed[found.Key] = found;
        }
        return true;
    }
}
