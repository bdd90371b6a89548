using System.Text;

namespace UniBind.Grid.Corpora;

/// <summary>
/// The entries of one WebDataset sample (same key, one behind the other). <c>KEY.cls</c> is a label and <c>KEY.json</c> holds the fields of a
/// manifest row (labels, group, split, text, modality); neither is an item. <c>KEY.txt</c> is the caption of the sample's other entries, or the item
/// itself when it is alone. Everything else is an item; several items of a sample share the key as their group.
/// </summary>
internal sealed class TarSample(FoundFile file, TarWalker reader, CorpusSourceOptions options)
{
    private const int MaxSidecarBytes = 1 << 20;
    private const int MaxEntries = 64;
    private readonly List<ArchiveEntry> _media = [];
    private readonly List<ListedItem> _problems = [];
    private string? _key;
    private int _entries;
    private ArchiveEntry? _text;
    private string? _caption;
    private string? _label;
    private ManifestRecord _record;

    /// <summary>True while an entry belongs to this sample.</summary>
    public bool Accepts(in ArchiveEntry entry) =>
        _key is null || (_entries < MaxEntries && string.Equals(_key, Split(entry.Name).Key, StringComparison.Ordinal));

    public void Add(in ArchiveEntry entry)
    {
        var (key, extension) = Split(entry.Name);
        _key = key;
        _entries++;
        var isSmall = entry.Length <= Math.Min(MaxSidecarBytes, options.MaxLineBytes);
        switch (extension)
        {
            case "cls" when isSmall:
                _label = Text(entry).Trim();
                break;
            case "txt" when isSmall && _text is null:
                _text = entry;
                _caption = Text(entry);
                break;
            case "json" when isSmall:
                if (!ManifestJson.TryParse(reader.ReadContent(entry), out _record, out var problem))
                    _problems.Add(ListedItem.Failed($"{file.Name}!{entry.Name}", Address(entry), ItemErrorCodes.Corrupt, $"The sample's labels and text are missing: {problem}"));
                break;
            default:
                _media.Add(entry);
                break;
        }
    }

    /// <summary>The sample's items; the next entry begins a new sample.</summary>
    public IReadOnlyList<ListedItem> Flush()
    {
        var listed = new List<ListedItem>(_problems);
        var caption = _caption ?? _record.Text;
        if (_media.Count == 0 && _text is { } text)
        {
            _media.Add(text);
            caption = null;
        }
        foreach (var entry in _media)
            listed.Add(ListedItem.Of(Item(entry, caption)));
        if (_entries > 0 && listed.Count == 0)
            listed.Add(ListedItem.Failed($"{file.Name}!{_key}", new ItemAddress(file.Name, _key).ToString(), ItemErrorCodes.Empty, "The sample has a label or a description, but no content."));

        _media.Clear();
        _problems.Clear();
        _entries = 0;
        (_key, _text, _caption, _label, _record) = (null, null, null, null, default);
        return listed;
    }

    private CorpusItem Item(in ArchiveEntry entry, string? caption) => new()
    {
        Id = $"{file.Name}!{entry.Name}",
        Uri = Address(entry),
        Modality = _media.Count == 1 ? _record.Modality : null,
        Labels = Labels(),
        Group = _record.Group ?? (_media.Count > 1 ? _key : null),
        Split = _record.Split,
        Text = caption,
        Bytes = entry.Length,
        Version = file.Version,
    };

    private IReadOnlyList<string> Labels()
    {
        IReadOnlyList<string> labels = _record.Labels ?? [];
        return string.IsNullOrEmpty(_label) || labels.Contains(_label) ? labels : [.. labels, _label];
    }

    private string Address(in ArchiveEntry entry) => new ItemAddress(file.Name, entry.Name, entry.Offset, entry.Length).ToString();

    private string Text(in ArchiveEntry entry) => Encoding.UTF8.GetString(reader.ReadContent(entry));

    /// <summary>WebDataset's rule: the key ends at the first dot of the last part of the name.</summary>
    private static (string Key, string Extension) Split(string name)
    {
        var dot = name.IndexOf('.', name.LastIndexOf('/') + 1);
        return dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..].ToLowerInvariant());
    }
}
