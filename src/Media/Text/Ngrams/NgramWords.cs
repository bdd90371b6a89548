using System.Globalization;
using System.Text;

namespace UniBind.Grid.Media;

/// <summary>Walks the words of one block as code points: form KC, lower case; runs of letters, marks and numbers.</summary>
/// <remarks>
/// Han characters, kana and symbols (currency, arithmetic, emoji) are words of their own; punctuation is left out. A run of more than
/// <see cref="MaxLength"/> code points counts as several words.
/// </remarks>
internal ref struct NgramWords
{
    /// <summary>The longest word, in code points.</summary>
    public const int MaxLength = 64;

    private readonly ReadOnlySpan<char> _text;
    private readonly Span<int> _word;
    private int _position;

    /// <summary>Starts before the first word.</summary>
    /// <param name="block">The text.</param>
    /// <param name="room">Room for <see cref="MaxLength"/> code points.</param>
    public NgramWords(ReadOnlySpan<char> block, Span<int> room)
    {
        var text = block.ToString();
        _text = UnicodeNormalization.Normalize(text, NormalizationForm.FormKC).ToLowerInvariant();
        _word = room;
    }

    /// <summary>The word.</summary>
    public ReadOnlySpan<int> Current { get; private set; }

    /// <summary>Goes to the next word.</summary>
    public bool MoveNext()
    {
        var length = 0;
        while (_position < _text.Length)
        {
            Rune.DecodeFromUtf16(_text[_position..], out var rune, out var units);
            var kind = KindOf(rune);
            if (length > 0 && kind != Kind.Letter)
                break;
            _position += units;
            if (kind == Kind.Gap)
                continue;
            _word[length++] = rune.Value;
            if (kind == Kind.Single || length == MaxLength)
                break;
        }
        Current = _word[..length];
        return length > 0;
    }

    private static Kind KindOf(Rune rune)
    {
        if (rune.IsAscii)
            return Rune.IsLetterOrDigit(rune) ? Kind.Letter : Rune.IsSymbol(rune) ? Kind.Single : Kind.Gap;
        if (rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF))
            return Kind.Single;
        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherNumber => Kind.Letter, // letters, marks, numbers
            >= UnicodeCategory.MathSymbol and <= UnicodeCategory.OtherSymbol => rune.Value == 0xFFFD ? Kind.Gap : Kind.Single,
            _ => Kind.Gap,
        };
    }

    private enum Kind
    {
        Gap,
        Letter,
        Single,
    }
}
