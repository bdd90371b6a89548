using Microsoft.ML.Tokenizers;

namespace UniBind.Grid.Media;

/// <summary>A SentencePiece <c>.model</c> file (unigram or pairs), with the normalisation that it carries.</summary>
internal sealed class SentencePieceModelTokenizer : BlockTokenizer
{
    private readonly SentencePieceTokenizer _model;
    private readonly int _unknown;
    private readonly int _offset;

    /// <summary>Reads the model.</summary>
    /// <param name="file">The file.</param>
    /// <param name="unknown">The id for what is unknown; -1 for the model's own.</param>
    /// <param name="offset">What is added to every other id: 1 for the XLM-RoBERTa family.</param>
    /// <exception cref="InvalidDataException">The file is no such model, or one that marks no word starts.</exception>
    public SentencePieceModelTokenizer(TextResource file, int unknown, int offset)
    {
        try
        {
            using var stream = new MemoryStream(file.Bytes, writable: false);
            _model = SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The library checks little: a damaged model can fail in any way.
            throw file.Bad("is no SentencePiece model of unigrams or pairs", e);
        }
        if (!_model.AddDummyPrefix || _model.TreatWhitespaceAsSuffix)
            throw file.Bad("is a SentencePiece model without a mark before each word (add_dummy_prefix), which is not supported");
        _unknown = unknown >= 0 ? unknown : _model.UnknownId;
        _offset = offset;
        Fingerprint = $"vocab={file.Hash} unk={_unknown} offset={offset}";
    }

    /// <inheritdoc/>
    public override string Fingerprint { get; }

    /// <inheritdoc/>
    protected override void EncodeBlock(ReadOnlySpan<char> block, bool continues, List<int> ids)
    {
        foreach (var id in _model.EncodeToIds(block, addBeginningOfSentence: false, addEndOfSentence: false))
        {
            if (id != _model.UnknownId)
                ids.Add(id + _offset);
            else if (ids.Count == 0 || ids[^1] != _unknown)
                ids.Add(_unknown); // SentencePiece itself joins runs of unknown characters, the library does not
        }
    }
}
