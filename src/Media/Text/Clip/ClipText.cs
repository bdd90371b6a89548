using System.Globalization;
using System.Net;
using System.Text;

namespace UniBind.Grid.Media;

/// <summary>The clean-up and the word splitting of CLIP's tokenizer.</summary>
/// <remarks>
/// CLIP cleans with ftfy, then unescapes HTML twice, collapses white space and lowers case. Of ftfy the character repairs are done here (quotes
/// straightened, Latin ligatures and full-width forms replaced, form C); its guessing of wrongly decoded text is not. Since
/// no pattern of CLIP's splitter matches white space, cleaning a text word by word gives the same words.
/// </remarks>
internal static class ClipText
{
    /// <summary>The longest piece that is handed to the pair encoder, whose time grows with its square; longer runs are split.</summary>
    public const int MaxPiece = 512;

    /// <summary>Cleans one block of a text.</summary>
    public static string Clean(ReadOnlySpan<char> block)
    {
        var text = Ascii.IsValid(block) ? block.ToString() : Repair(block);
        if (text.Contains('&', StringComparison.Ordinal))
            text = WebUtility.HtmlDecode(WebUtility.HtmlDecode(text));
        return text.ToLowerInvariant();
    }

    /// <summary>
    /// The end of the piece that starts at <paramref name="start"/>, which is no white space. Pieces are those of the pattern
    /// <c>'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+</c> by code point. Text that spells a special token is plain text:
    /// content must not end its own sentence.
    /// </summary>
    public static int PieceEnd(ReadOnlySpan<char> text, int start)
    {
        var contraction = Contraction(text[start..]);
        if (contraction > 0)
            return start + contraction;
        var kind = KindAt(text, start, out var length);
        var end = start + length;
        if (kind == Kind.Number)
            return end;
        while (end < text.Length && end - start < MaxPiece && KindAt(text, end, out length) == kind)
            end += length;
        return end;
    }

    private static int Contraction(ReadOnlySpan<char> text) => text switch
    {
        ['\'', 's' or 't' or 'm' or 'd', ..] => 2,
        ['\'', 'r' or 'v', 'e', ..] or ['\'', 'l', 'l', ..] => 3,
        _ => 0,
    };

    private static Kind KindAt(ReadOnlySpan<char> text, int index, out int length)
    {
        Rune.DecodeFromUtf16(text[index..], out var rune, out length);
        if (Rune.IsWhiteSpace(rune))
            return Kind.Space;
        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => Kind.Letters,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Others,
        };
    }

    private static string Repair(ReadOnlySpan<char> block)
    {
        var text = new StringBuilder(block.Length);
        foreach (var c in block)
        {
            if (c is >= '\u2018' and <= '\u201B')
                text.Append('\'');
            else if (c is >= '\u201C' and <= '\u201F')
                text.Append('"');
            else if (c is '\u0132' or '\u0133' or '\u0149' or (>= '\u01C4' and <= '\u01CC') or (>= '\u01F1' and <= '\u01F3') or (>= '\uFB00' and <= '\uFB06') or (>= '\uFF01' and <= '\uFFEE'))
                text.Append(UnicodeNormalization.Normalize(c.ToString(), NormalizationForm.FormKC));
            else
                text.Append(c);
        }
        return UnicodeNormalization.Normalize(text.ToString(), NormalizationForm.FormC);
    }

    private enum Kind
    {
        Space,
        Letters,
        Number,
        Others,
    }
}
