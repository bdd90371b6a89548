using Microsoft.ML.Tokenizers;

namespace UniBind.Grid.Media;

/// <summary>BERT's tokenizer: basic tokenization, then for each word the longest known prefixes; a word of more than 100 characters is unknown.</summary>
internal sealed class BertWordPieceTokenizer : BlockTokenizer
{
    private const int MaxWord = 100;
    private readonly WordPieceTokenizer _pieces;
    private readonly int _unknown;
    private readonly bool _lowerCase;

    public BertWordPieceTokenizer(WordPieceVocabulary vocabulary, bool lowerCase)
    {
        using var stream = vocabulary.Open();
        _pieces = WordPieceTokenizer.Create(stream, new WordPieceOptions { MaxInputCharsPerWord = MaxWord });
        _unknown = vocabulary.Unknown;
        _lowerCase = lowerCase;
        Fingerprint = $"vocab={vocabulary.Hash} lower={lowerCase}";
    }

    /// <inheritdoc/>
    public override string Fingerprint { get; }

    /// <inheritdoc/>
    protected override void EncodeBlock(ReadOnlySpan<char> block, bool continues, List<int> ids)
    {
        var text = BertWords.Clean(block, _lowerCase).AsSpan();
        for (var start = 0; start < text.Length;)
        {
            if (text[start] == ' ')
            {
                start++;
                continue;
            }
            var end = BertWords.WordEnd(text, start);
            if (end - start > MaxWord)
                ids.Add(_unknown);
            else
                ids.AddRange(_pieces.EncodeToIds(text[start..end], considerPreTokenization: false, considerNormalization: false));
            start = end;
        }
    }
}
