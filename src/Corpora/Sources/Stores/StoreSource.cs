using System.Runtime.CompilerServices;

namespace UniBind.Grid.Corpora;

/// <summary>A corpus in object storage: everything below an address, a manifest there, or one tar or file.</summary>
/// <remarks>
/// An item's version is its entity tag. Contents are read by range as far as they are wanted (a header while planning), into memory up to
/// <see cref="StoreContent.MemoryBytes"/>, else to a temporary file.
/// </remarks>
internal sealed class StoreSource : ICorpusSource
{
    private static readonly string[] ManifestNames = ["manifest.jsonl", "manifest.csv", "manifest.parquet"];
    private readonly string _address;
    private readonly string? _file;
    private readonly CorpusSourceOptions _options;
    private readonly IObjectStore _store;
    private readonly StoreContent _content;

    /// <param name="address">The normal form of a remote address. It is an object's where its extension is one of a manifest or an archive, else a folder's.</param>
    /// <param name="options">Bounds and choices.</param>
    public StoreSource(string address, CorpusSourceOptions options)
    {
        _address = address;
        _options = options;
        if (ManifestSource.IsManifest(address) || TarArchive.IsArchive(address))
            (_store, _file) = ObjectStores.OpenObject(address);
        else
            _store = ObjectStores.Open(address);
        _content = new StoreContent(_store, options);
    }

    public string Root => _store.Address;

    public async IAsyncEnumerable<ListedItem> ListAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        var manifest = _file is null ? await FindManifestAsync(ct).ConfigureAwait(false) : ManifestSource.IsManifest(_file) ? _file : null;
        var items = manifest is not null ? ManifestAsync(manifest, ct) : _file is not null ? FileAsync(_file, ct) : FolderAsync(ct);
        await foreach (var item in items.ConfigureAwait(false))
            yield return item;
    }

    public MediaContent Open(CorpusItem item) => _content.Open(item);

    private async Task<string?> FindManifestAsync(CancellationToken ct)
    {
        if (await _store.ExistsAsync(JobKeys.Header, ct).ConfigureAwait(false))
            throw new CorpusException($"'{_address}' is the output folder of a job ({JobKeys.Header}), not a corpus.");
        if (_options.IgnoreManifest)
            return null;
        var found = new List<string>();
        foreach (var name in ManifestNames)
            if (await _store.ExistsAsync(name, ct).ConfigureAwait(false))
                found.Add(name);
        return found.Count > 1
            ? throw new CorpusException($"'{_address}' holds {string.Join(" and ", found)}; give the one to use as the source.")
            : found.FirstOrDefault();
    }

    private async IAsyncEnumerable<ListedItem> FolderAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var any = false;
        await foreach (var found in new StoreTree(_store).WalkAsync(ct).ConfigureAwait(false))
        {
            any = true;
            await foreach (var item in ExpandAsync(found, ct).ConfigureAwait(false))
                yield return item;
        }
        if (!any)
            throw new CorpusException($"There is nothing at '{_address}'; check the address.");
    }

    private async IAsyncEnumerable<ListedItem> FileAsync(string key, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var item in ExpandAsync(await RequireAsync(key, ct).ConfigureAwait(false), ct).ConfigureAwait(false))
            yield return item;
    }

    private async IAsyncEnumerable<ListedItem> ManifestAsync(string key, [EnumeratorCancellation] CancellationToken ct)
    {
        var info = await RequireAsync(key, ct).ConfigureAwait(false);
        using var local = await SpooledObject.FetchAsync(_store, info, ct).ConfigureAwait(false);
        var source = new ManifestSource(local.Path, _options, Found(info), new StoreFiles(_store, ct).Find);
        await foreach (var item in source.ListAsync(ct).ConfigureAwait(false))
            yield return item;
    }

    /// <summary>What one object of a folder is to the listing: an item, the lines of a .jsonl file, or the entries of a tar.</summary>
    private async IAsyncEnumerable<ListedItem> ExpandAsync(ObjectInfo info, [EnumeratorCancellation] CancellationToken ct)
    {
        var file = Found(info);
        var isLines = info.Length > 0 && info.Key.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
        using var local = isLines ? await SpooledObject.FetchAsync(_store, info, ct).ConfigureAwait(false) : null;
        await foreach (var item in new FileExpander("", _options).ExpandAsync(file, ct, local?.Path).ConfigureAwait(false))
            yield return item;
    }

    private async Task<ObjectInfo> RequireAsync(string key, CancellationToken ct) =>
        await _store.HeadAsync(key, ct).ConfigureAwait(false) ?? throw new CorpusException($"The source '{_address}' does not exist; give a folder, a manifest (.jsonl, .csv, .parquet) or a tar.") { Fault = CorpusFault.Missing };

    private FoundFile Found(in ObjectInfo info) => new(info.Key, _store.AddressOf(info.Key), info.Length, info.Version);
}
