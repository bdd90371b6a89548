using System.Runtime.CompilerServices;

namespace UniBind.Grid.Media;

/// <summary>
/// Walks through a text file of numbers: tokens divided by blanks, commas or semicolons, lines by LF, CR LF or CR.
/// A byte order mark at the start is skipped. Never reads past the end and never moves back.
/// </summary>
internal ref struct Utf8Scanner(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>The offset of the next byte.</summary>
    public int Position { get; private set; } = text.StartsWith("\uFEFF"u8) ? 3 : 0;

    /// <summary>The bytes that are left.</summary>
    public readonly int Remaining => _text.Length - Position;

    /// <summary>True when no byte is left.</summary>
    public readonly bool AtEnd => Position >= _text.Length;

    /// <summary>Reads the next number, on this line or a later one.</summary>
    /// <returns>False at the end of the text or when the next token is no number.</returns>
    public bool TryReadNumber(out double value)
    {
        SkipWhite();
        return TryReadHere(out value);
    }

    /// <summary>Reads the next number of this line.</summary>
    /// <returns>False at the end of the line or when the next token is no number.</returns>
    public bool TryReadNumberOnLine(out double value)
    {
        SkipBlanks();
        return TryReadHere(out value);
    }

    /// <summary>Reads the next token, on this line or a later one; empty at the end of the text.</summary>
    public ReadOnlySpan<byte> ReadToken()
    {
        SkipWhite();
        return TakeToken();
    }

    /// <summary>Reads the next token of this line; empty at its end.</summary>
    public ReadOnlySpan<byte> ReadTokenOnLine()
    {
        SkipBlanks();
        return TakeToken();
    }

    /// <summary>The rest of this line without its end; the scanner then stands on the next line.</summary>
    public ReadOnlySpan<byte> ReadLine()
    {
        var rest = _text[Position..];
        var length = rest.IndexOfAny((byte)'\n', (byte)'\r');
        if (length < 0)
        {
            Position = _text.Length;
            return rest;
        }
        Position += length + (rest[length] == '\r' && length + 1 < rest.Length && rest[length + 1] == '\n' ? 2 : 1);
        return rest[..length];
    }

    /// <summary>Skips empty lines and lines that begin with <c>#</c> or <c>//</c>.</summary>
    /// <returns>False at the end of the text.</returns>
    public bool SkipToContent()
    {
        while (true)
        {
            SkipWhite();
            if (AtEnd)
                return false;
            var rest = _text[Position..];
            if (rest[0] != '#' && !rest.StartsWith("//"u8))
                return true;
            ReadLine();
        }
    }

    /// <summary>True when this line has no further token.</summary>
    public bool AtLineEnd()
    {
        SkipBlanks();
        return AtEnd || _text[Position] is (byte)'\n' or (byte)'\r';
    }

    /// <summary>Reads the letters that stand here, none to many.</summary>
    public ReadOnlySpan<byte> ReadLetters()
    {
        SkipBlanks();
        var start = Position;
        while (Position < _text.Length && char.IsAsciiLetter((char)_text[Position]))
            Position++;
        return _text[start..Position];
    }

    private bool TryReadHere(out double value)
    {
        if (!AsciiNumber.TryRead(_text[Position..], out value, out var consumed))
            return false;
        var end = Position + consumed;
        if (end < _text.Length && !IsWhite(_text[end]))
            return false;
        Position = end;
        return true;
    }

    private ReadOnlySpan<byte> TakeToken()
    {
        var start = Position;
        while (Position < _text.Length && !IsWhite(_text[Position]))
            Position++;
        return _text[start..Position];
    }

    private void SkipWhite()
    {
        while (Position < _text.Length && IsWhite(_text[Position]))
            Position++;
    }

    private void SkipBlanks()
    {
        while (Position < _text.Length && IsBlank(_text[Position]))
            Position++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or (byte)',' or (byte)';';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWhite(byte b) => IsBlank(b) || b is (byte)'\n' or (byte)'\r';
}
