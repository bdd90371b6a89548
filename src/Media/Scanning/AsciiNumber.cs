using System.Globalization;
using System.Runtime.CompilerServices;

namespace UniBind.Grid.Media;

/// <summary>
/// Reads decimal numbers from UTF-8 without allocating. Up to 19 digits with an exponent within 10^22 take one multiplication
/// or division (within one unit in the last place of a double, exact up to 2^53); everything else goes the library's way.
/// </summary>
internal static class AsciiNumber
{
    private const int MaxDigits = 19;

    private static ReadOnlySpan<double> PowersOfTen =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads a number at the start of <paramref name="text"/>; <c>nan</c> and <c>inf</c> in any spelling read as NaN, so that callers can tell them from garbage.</summary>
    /// <returns>False when no number stands there.</returns>
    [SkipLocalsInit]
    public static bool TryRead(ReadOnlySpan<byte> text, out double value, out int consumed)
    {
        value = 0;
        consumed = 0;
        var i = 0;
        var negative = false;
        if (i < text.Length && text[i] is (byte)'-' or (byte)'+')
            negative = text[i++] == '-';

        ulong mantissa = 0;
        int digits = 0, scale = 0;
        var start = i;
        for (; i < text.Length && IsDigit(text[i]); i++)
            Accumulate(text[i], ref mantissa, ref digits);
        var seen = i - start;
        if (i < text.Length && text[i] == '.')
        {
            start = ++i;
            for (; i < text.Length && IsDigit(text[i]); i++)
                Accumulate(text[i], ref mantissa, ref digits);
            scale = start - i;
            seen += i - start;
        }
        if (seen == 0)
            return TryReadWord(text, start, out value, out consumed);
        if (i < text.Length && text[i] is (byte)'e' or (byte)'E' && TryReadExponent(text[(i + 1)..], out var exponent, out var length))
        {
            scale += exponent;
            i += 1 + length;
        }

        consumed = i;
        if (digits > MaxDigits || scale is < -22 or > 22)
            return double.TryParse(text[..i], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        value = scale < 0 ? mantissa / PowersOfTen[-scale] : mantissa * PowersOfTen[scale];
        if (negative)
            value = -value;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(byte digit, ref ulong mantissa, ref int digits)
    {
        // Wraps beyond 19 digits; the count then sends the number the library's way. Leading zeros do not count.
        mantissa = unchecked(mantissa * 10 + (uint)(digit - '0'));
        if (digits > 0 || digit != '0')
            digits++;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out int exponent, out int length)
    {
        exponent = 0;
        length = 0;
        var negative = false;
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+')
            negative = text[length++] == '-';
        var start = length;
        for (; length < text.Length && IsDigit(text[length]); length++)
            exponent = Math.Min(exponent * 10 + (text[length] - '0'), 100_000);
        if (negative)
            exponent = -exponent;
        return length > start;
    }

    private static bool TryReadWord(ReadOnlySpan<byte> text, int start, out double value, out int consumed)
    {
        value = double.NaN;
        consumed = start;
        while (consumed < text.Length && char.IsAsciiLetter((char)text[consumed]))
            consumed++;
        var word = text[start..consumed];
        return Is(word, "nan") || Is(word, "inf") || Is(word, "infinity");
    }

    private static bool Is(ReadOnlySpan<byte> word, string name) => System.Text.Ascii.EqualsIgnoreCase(word, name);
}
