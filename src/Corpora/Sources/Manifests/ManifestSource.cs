using System.Runtime.CompilerServices;

namespace UniBind.Grid.Corpora;

/// <summary>A corpus listed by a manifest (.jsonl, .csv, .parquet); its files lie below the manifest's folder.</summary>
internal sealed class ManifestSource : ICorpusSource
{
    private readonly string _path;
    private readonly CorpusSourceOptions _options;
    private readonly LocalContent _content;
    private readonly FoundFile? _origin;
    private readonly Func<string, ObjectInfo?>? _find;

    /// <param name="path">Where the manifest is read.</param>
    /// <param name="options">Bounds and choices.</param>
    /// <param name="origin">What it is a copy of, where it comes from a store.</param>
    /// <param name="find">Looks at the objects that it names there.</param>
    public ManifestSource(string path, CorpusSourceOptions options, FoundFile? origin = null, Func<string, ObjectInfo?>? find = null)
    {
        _path = path;
        _options = options;
        _origin = origin;
        _find = find;
        Root = Path.GetDirectoryName(path)!;
        _content = new LocalContent(Root, options);
    }

    public string Root { get; }

    public async IAsyncEnumerable<ListedItem> ListAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        var file = new FileInfo(_path);
        var manifest = _origin ?? new FoundFile(file.Name, file.FullName, file.Length, FileVersion.Of(file));
        var items = new ManifestItems(Root, manifest, _options, _find);
        long good = 0, bad = 0;
        await foreach (var row in Reader(_path).ReadAsync(_path, _options, ct).ConfigureAwait(false))
        {
            if (row.Problem is null)
                good++;
            else if (++bad >= _options.MaxBadRows && bad > good)
                throw new CorpusException($"The manifest '{manifest.RealPath}' is broken: {bad:N0} of its first {bad + good:N0} rows cannot be read, the last one since: {row.Problem}");
            yield return items.ToItem(row);
        }
    }

    public MediaContent Open(CorpusItem item) => _content.Open(item);

    /// <summary>True when a file's extension is one of a manifest.</summary>
    public static bool IsManifest(string path) => Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".csv" or ".parquet";

    private static IManifestReader Reader(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jsonl" => new JsonLinesReader(),
        ".csv" => new CsvManifestReader(),
        _ => new ParquetManifestReader(),
    };
}
