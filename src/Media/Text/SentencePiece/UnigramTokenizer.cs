using System.Buffers;
using System.Text;

namespace UniBind.Grid.Media;

/// <summary>
/// The unigram tokenizer of SentencePiece: form KC, white space collapsed to U+2581, one U+2581 before the text, then the segmentation
/// with the highest sum of scores (Viterbi). A character that no piece covers is unknown (id 0); runs of unknown ones are one token.
/// </summary>
/// <remarks>
/// Time is linear in the text: each character starts at most as many lookups as the longest piece has characters. Sums are
/// stored in single and compared in double precision and the earliest start wins a tie, as in SentencePiece: with other roundings <c>777</c> would
/// split the other way round.
/// </remarks>
internal sealed class UnigramTokenizer(UnigramVocabulary vocabulary) : BlockTokenizer
{
    private const char Space = '\u2581';
    private const int Unknown = 0;
    private readonly PieceTrie _trie = new(vocabulary.Pieces);
    private readonly UnigramPiece[] _pieces = [.. vocabulary.Pieces];

    /// <inheritdoc/>
    public override string Fingerprint { get; } = $"vocab={vocabulary.Hash} reserved={vocabulary.Reserved}";

    /// <inheritdoc/>
    protected override void EncodeBlock(ReadOnlySpan<char> block, bool continues, List<int> ids)
    {
        var normal = Ascii.IsValid(block) ? block : UnicodeNormalization.Normalize(block.ToString(), NormalizationForm.FormKC);
        var symbols = ArrayPool<char>.Shared.Rent(normal.Length + 1);
        var steps = ArrayPool<Step>.Shared.Rent(normal.Length + 2);
        try
        {
            var text = symbols.AsSpan(0, Escape(normal, symbols, prefix: !continues));
            Segment(text, steps);
            Collect(steps.AsSpan(0, text.Length + 1), ids);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(symbols);
            ArrayPool<Step>.Shared.Return(steps);
        }
    }

    private static int Escape(ReadOnlySpan<char> text, Span<char> symbols, bool prefix)
    {
        var length = 0;
        var space = prefix;
        foreach (var c in text)
        {
            if (c == Space || char.IsWhiteSpace(c))
            {
                space = true;
                continue;
            }
            if (space)
                symbols[length++] = Space;
            symbols[length++] = c;
            space = false;
        }
        return length;
    }

    /// <summary>Fills, for each position, the best score of a segmentation that ends there and the piece that it ends with.</summary>
    private void Segment(ReadOnlySpan<char> text, Span<Step> steps)
    {
        steps[..(text.Length + 1)].Fill(new Step(float.NegativeInfinity, 0, Unknown));
        steps[0] = new Step(0, 0, Unknown);
        for (var start = 0; start < text.Length; start++)
        {
            var score = steps[start].Score;
            if (float.IsNegativeInfinity(score))
                continue; // inside a surrogate pair
            var single = char.IsHighSurrogate(text[start]) && start + 1 < text.Length && char.IsLowSurrogate(text[start + 1]) ? 2 : 1;
            var known = false;
            var node = PieceTrie.Root;
            for (var end = start; end < text.Length && (node = _trie.Next(node, text[end])) >= 0; end++)
            {
                var index = _trie.PieceAt(node);
                if (index < 0)
                    continue;
                var length = end + 1 - start;
                known |= length == single;
                ref readonly var piece = ref _pieces[index];
                Offer(ref steps[end + 1], (double)score + piece.Score, length, piece.Id);
            }
            if (!known)
                Offer(ref steps[start + single], score + vocabulary.UnknownScore, single, Unknown);
        }
    }

    private static void Offer(ref Step step, double score, int length, int id)
    {
        if (score > step.Score)
            step = new Step((float)score, length, id);
    }

    private static void Collect(ReadOnlySpan<Step> steps, List<int> ids)
    {
        var first = ids.Count;
        for (var end = steps.Length - 1; end > 0; end -= steps[end].Length)
        {
            // Walking backwards, the last added is the token after this one.
            if (steps[end].Id != Unknown || ids.Count == first || ids[^1] != Unknown)
                ids.Add(steps[end].Id);
        }
        ids.Reverse(first, ids.Count - first);
        if (first > 0 && first < ids.Count && ids[first] == Unknown && ids[first - 1] == Unknown)
            ids.RemoveAt(first);
    }

    private readonly record struct Step(float Score, int Length, int Id);
}
