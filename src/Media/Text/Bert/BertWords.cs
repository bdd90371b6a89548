using System.Globalization;
using System.Text;

namespace UniBind.Grid.Media;

/// <summary>The basic tokenization of BERT: what happens to a text before WordPiece.</summary>
/// <remarks>
/// Control characters go, each ideograph and each punctuation character is a word of its own; for an uncased vocabulary case is lowered and accents
/// are stripped. Done here because the library's own normalizer strips accents through the runtime's Unicode normalisation, which
/// does nothing under invariant globalisation.
/// </remarks>
internal static class BertWords
{
    /// <summary>Cleans one block; words are then separated by single-character boundaries that <see cref="WordEnd"/> finds.</summary>
    public static string Clean(ReadOnlySpan<char> block, bool lowerCase)
    {
        var text = new StringBuilder(block.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in block.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                text.Append(' ');
            else if (!IsControl(rune))
                text.Append(units[..rune.EncodeToUtf16(units)]);
        }
        var clean = UnicodeNormalization.Normalize(text.ToString(), NormalizationForm.FormC);
        return lowerCase ? WithoutAccents(clean.ToLowerInvariant()) : clean;
    }

    /// <summary>The end of the word that starts at <paramref name="start"/>, which is no white space.</summary>
    public static int WordEnd(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end < text.Length && text[end] != ' ')
        {
            Rune.DecodeFromUtf16(text[end..], out var rune, out var length);
            if (IsPunctuation(rune) || IsIdeograph(rune.Value))
                return end == start ? end + length : end;
            end += length;
        }
        return end;
    }

    private static string WithoutAccents(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var plain = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in UnicodeNormalization.Normalize(text, NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
                plain.Append(units[..rune.EncodeToUtf16(units)]);
        }
        return plain.ToString();
    }

    private static bool IsControl(Rune rune) =>
        rune.Value == 0xFFFD ||
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static bool IsPunctuation(Rune rune) =>
        rune.IsAscii ? rune.Value is > 32 and < 127 && !Rune.IsLetterOrDigit(rune) : Rune.IsPunctuation(rune);

    private static bool IsIdeograph(int codePoint) => codePoint is
        (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or
        (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2CEAF) or (>= 0x2F800 and <= 0x2FA1F);
}
