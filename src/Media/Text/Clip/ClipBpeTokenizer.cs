using Microsoft.ML.Tokenizers;

namespace UniBind.Grid.Media;

/// <summary>CLIP's byte-pair encoding: cleaned pieces, UTF-8 bytes as symbols, merges by rank, <c>&lt;/w&gt;</c> at each piece's end.</summary>
internal sealed class ClipBpeTokenizer : BlockTokenizer
{
    /// <summary>What marks the last symbol of a piece.</summary>
    public const string EndOfWord = "</w>";

    private readonly BpeTokenizer _pairs;

    public ClipBpeTokenizer(ClipVocabulary vocabulary)
    {
        _pairs = BpeTokenizer.Create(new BpeOptions(vocabulary.Tokens) { Merges = vocabulary.Merges, EndOfWordSuffix = EndOfWord });
        Fingerprint = vocabulary.Fingerprint;
    }

    /// <inheritdoc/>
    public override string Fingerprint { get; }

    /// <inheritdoc/>
    protected override void EncodeBlock(ReadOnlySpan<char> block, bool continues, List<int> ids)
    {
        var text = ClipText.Clean(block).AsSpan();
        Span<char> symbols = stackalloc char[3 * (ClipText.MaxPiece + 1)];
        for (var start = 0; start < text.Length;)
        {
            if (char.IsWhiteSpace(text[start]))
            {
                start++;
                continue;
            }
            var end = ClipText.PieceEnd(text, start);
            var count = ByteAlphabet.Write(text[start..end], symbols);
            ids.AddRange(_pairs.EncodeToIds(symbols[..count], considerPreTokenization: false, considerNormalization: false));
            start = end;
        }
    }
}
