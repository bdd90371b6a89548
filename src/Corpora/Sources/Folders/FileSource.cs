namespace UniBind.Grid.Corpora;

/// <summary>One file: an archive with its entries, or a single item.</summary>
internal sealed class FileSource : ICorpusSource
{
    private readonly string _realPath;
    private readonly CorpusSourceOptions _options;
    private readonly LocalContent _content;

    public FileSource(string realPath, CorpusSourceOptions options)
    {
        _realPath = realPath;
        _options = options;
        Root = Path.GetDirectoryName(realPath)!;
        _content = new LocalContent(Root, options);
    }

    public string Root { get; }

    public IAsyncEnumerable<ListedItem> ListAsync(CancellationToken ct = default)
    {
        var file = new FileInfo(_realPath);
        return new FileExpander(Root, _options).ExpandAsync(new FoundFile(file.Name, _realPath, file.Length, FileVersion.Of(file)), ct);
    }

    public MediaContent Open(CorpusItem item) => _content.Open(item);
}
