namespace UniBind.Grid.Media;

/// <summary>The file <c>vocab.txt</c> of a BERT encoder: one token a line, its line number (from 0) is its id.</summary>
internal sealed class WordPieceVocabulary
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly TextResource _file;

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It lacks a special token.</exception>
    public WordPieceVocabulary(TextResource file)
    {
        _file = file;
        var id = 0;
        foreach (var line in file.Lines())
            _ids[line.Trim()] = id++;
        Unknown = Required("[UNK]");
        Start = Required("[CLS]");
        End = Required("[SEP]");
        Pad = Required("[PAD]");
    }

    /// <summary>The id of <c>[UNK]</c>.</summary>
    public int Unknown { get; }

    /// <summary>The id of <c>[CLS]</c>.</summary>
    public int Start { get; }

    /// <summary>The id of <c>[SEP]</c>.</summary>
    public int End { get; }

    /// <summary>The id of <c>[PAD]</c>.</summary>
    public int Pad { get; }

    /// <summary>The hash of the file.</summary>
    public string Hash => _file.Hash;

    /// <summary>The file again, for the library's own reader.</summary>
    public Stream Open() => new MemoryStream(_file.Bytes, writable: false);

    private int Required(string token) =>
        _ids.TryGetValue(token, out var id) ? id : throw _file.Bad($"lacks the token {token}; it must have one token a line");
}
