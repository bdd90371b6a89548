using System.Text;

namespace UniBind.Grid.Media;

/// <summary>The printable stand-ins for bytes that byte-level vocabularies are written in (GPT-2's table).</summary>
internal static class ByteAlphabet
{
    private static readonly char[] Symbols = Build(out Ordered);

    /// <summary>The 256 symbols in the order in which vocabularies list them: printable bytes first, then the others.</summary>
    public static readonly string Ordered;

    /// <summary>Writes a text's UTF-8 bytes as symbols.</summary>
    /// <param name="text">The text; a lone surrogate counts as U+FFFD.</param>
    /// <param name="symbols">Room for three symbols a character.</param>
    /// <returns>The number of symbols.</returns>
    public static int Write(ReadOnlySpan<char> text, Span<char> symbols)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(utf8);
            for (var i = 0; i < length; i++)
                symbols[count++] = Symbols[utf8[i]];
        }
        return count;
    }

    private static char[] Build(out string ordered)
    {
        var symbols = new char[256];
        StringBuilder printable = new(), others = new();
        for (var b = 0; b < 256; b++)
        {
            var isPrintable = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            symbols[b] = isPrintable ? (char)b : (char)(256 + others.Length);
            (isPrintable ? printable : others).Append(symbols[b]);
        }
        ordered = printable.Append(others).ToString();
        return symbols;
    }
}
