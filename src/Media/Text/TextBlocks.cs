using System.Globalization;

namespace UniBind.Grid.Media;

/// <summary>
/// Walks a text in blocks of whole words, so that a tokenizer works on a bounded piece at a time: a text of megabytes costs no more than
/// the window that is taken of it, and no step over a block can be quadratic in the text.
/// </summary>
/// <remarks>
/// A block ends before white space, near <see cref="Target"/> characters. Where there is none within <see cref="Longest"/> characters (one
/// huge word, text in a script without spaces), it is cut there, best after punctuation, never inside a surrogate pair and
/// not before a combining mark; the next block then <see cref="Continues"/> the word. Tokenizers whose tokens never span white space give
/// the same tokens block by block as in one go.
/// </remarks>
internal ref struct TextBlocks(ReadOnlySpan<char> text)
{
    /// <summary>The length at which a block ends with its current word.</summary>
    public const int Target = 1024;

    /// <summary>The longest block.</summary>
    public const int Longest = 4096;

    private readonly ReadOnlySpan<char> _text = text;
    private int _position;
    private bool _cut;

    /// <summary>The block: no white space at its start or end.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>True when the block goes on with the word that the previous one ended in.</summary>
    public bool Continues { get; private set; }

    /// <summary>Goes to the next block.</summary>
    public bool MoveNext()
    {
        var start = _position;
        while (start < _text.Length && char.IsWhiteSpace(_text[start]))
            start++;
        Continues = _cut && start == _position;
        if (start == _text.Length)
            return false;
        var length = Length(_text[start..], out _cut);
        _position = start + length;
        Current = _text.Slice(start, length).TrimEnd();
        return true;
    }

    private static int Length(ReadOnlySpan<char> rest, out bool cut)
    {
        cut = false;
        if (rest.Length <= Target)
            return rest.Length;
        for (var i = Target; i > 0; i--)
        {
            if (char.IsWhiteSpace(rest[i]))
                return i;
        }
        var limit = Math.Min(rest.Length, Longest);
        for (var i = Target; i < limit; i++)
        {
            if (char.IsWhiteSpace(rest[i]))
                return i;
        }
        cut = limit < rest.Length;
        return cut ? SafeCut(rest) : limit;
    }

    /// <summary>The best place within the last <see cref="Target"/> characters: after punctuation, else before a base character.</summary>
    private static int SafeCut(ReadOnlySpan<char> rest)
    {
        for (var i = Longest; i > Longest - Target; i--)
        {
            if ((char.IsPunctuation(rest[i - 1]) || char.IsSymbol(rest[i - 1])) && !Joins(rest[i]))
                return i;
        }
        for (var i = Longest; i > Longest - Target; i--)
        {
            if (!Joins(rest[i]))
                return i;
        }
        return char.IsLowSurrogate(rest[Longest]) && char.IsHighSurrogate(rest[Longest - 1]) ? Longest - 1 : Longest;
    }

    /// <summary>True for characters that belong to the one before: low surrogates, marks, joiners, vowel and tail jamo.</summary>
    private static bool Joins(char c) =>
        char.IsLowSurrogate(c) || c is '\u200D' or (>= '\u1160' and <= '\u11FF') ||
        char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
