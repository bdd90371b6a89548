using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace UniBind.Grid.Media;

/// <summary>Reads the characters of a text item, strictly: a text that would have to be guessed is refused with the place where it fails.</summary>
/// <remarks>
/// UTF-8 with or without a byte order mark; UTF-16 only with one. Markdown is read as its text, markup included, without the
/// metadata block (front matter) at its head. Thread-safe.
/// </remarks>
public static class TextDecoder
{
    /// <summary>Decodes a text of at most <see cref="MediaLimits.MaxTextBytes"/> bytes.</summary>
    /// <returns>The text with at least one character that is not white space, without byte order mark and without NUL.</returns>
    /// <exception cref="ItemException">
    /// The content is no text format or holds NUL (<c>unsupported</c>), is not valid UTF-8 or UTF-16 (<c>encoding</c>), has nothing but
    /// white space (<c>empty</c>), is over the limit (<c>too-large</c>) or cannot be read (<c>unreadable</c>).
    /// </exception>
    public static string Decode(MediaContent content, MediaFormat format, MediaLimits limits)
    {
        if (format is not (MediaFormat.Text or MediaFormat.Markdown or MediaFormat.JsonLines or MediaFormat.Unknown))
            throw new ItemException(ItemStage.Decode, ItemErrorCodes.Unsupported, $"A {format} file is not text; give it the modality that it belongs to.");
        var text = Decode(content.ReadBytes(limits.MaxTextBytes).Span);
        if (format == MediaFormat.Markdown)
            text = WithoutFrontMatter(text);
        return string.IsNullOrWhiteSpace(text)
            ? throw new ItemException(ItemStage.Decode, ItemErrorCodes.Empty, "The text is empty or holds only white space.")
            : text;
    }

    private static string Decode(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => FromUtf8(bytes, 3),
        [0xFF, 0xFE, ..] => FromUtf16(bytes, bigEndian: false),
        [0xFE, 0xFF, ..] => FromUtf16(bytes, bigEndian: true),
        _ => FromUtf8(bytes, 0),
    };

    private static string FromUtf8(ReadOnlySpan<byte> bytes, int start)
    {
        // Checked first: a binary file is told as such, not as badly encoded text.
        if (bytes.IndexOf((byte)0) is var nul and >= 0)
            throw Binary(nul);
        var buffer = ArrayPool<char>.Shared.Rent(bytes.Length - start + 1);
        try
        {
            var status = Utf8.ToUtf16(bytes[start..], buffer, out var read, out var written, replaceInvalidSequences: false);
            return status == OperationStatus.Done
                ? new string(buffer, 0, written)
                : throw new ItemException(
                    ItemStage.Decode,
                    ItemErrorCodes.Encoding,
                    string.Create(CultureInfo.InvariantCulture, $"The text is not valid UTF-8 at byte {start + read} (0x{bytes[start + read]:X2}); save it as UTF-8."));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static string FromUtf16(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        var body = bytes[2..];
        if (body.Length % 2 != 0)
            throw NotUtf16(bytes.Length - 1);
        var text = new StringBuilder(body.Length / 2);
        for (var i = 0; i < body.Length; i += 2)
        {
            var unit = Unit(body, i, bigEndian);
            if (unit == '\0')
                throw Binary(i + 2);
            text.Append(unit);
            if (char.IsLowSurrogate(unit) || (char.IsHighSurrogate(unit) && (i + 2 >= body.Length || !char.IsLowSurrogate(Unit(body, i + 2, bigEndian)))))
                throw NotUtf16(i + 2);
            if (char.IsHighSurrogate(unit))
                text.Append(Unit(body, i += 2, bigEndian));
        }
        return text.ToString();
    }

    private static char Unit(ReadOnlySpan<byte> bytes, int index, bool bigEndian) =>
        (char)(bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes[index..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[index..]));

    /// <summary>Drops a YAML block between a first line <c>---</c> and the next line <c>---</c> or <c>...</c>, unless nothing would be left.</summary>
    private static string WithoutFrontMatter(string text)
    {
        if (!text.StartsWith("---", StringComparison.Ordinal))
            return text;
        var position = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var mark = line.TrimEnd();
            if (position == 0 ? mark is not "---" : mark is "---" or "...")
                return position == 0 || text.AsSpan(position + line.Length).IsWhiteSpace() ? text : text[(position + line.Length)..];
            position += line.Length + LineBreak(text.AsSpan(position + line.Length));
        }
        return text;
    }

    private static int LineBreak(ReadOnlySpan<char> rest) => rest switch
    {
        [] => 0,
        ['\r', '\n', ..] => 2,
        _ => 1,
    };

    private static ItemException Binary(int offset) =>
        new(ItemStage.Decode, ItemErrorCodes.Unsupported, string.Create(CultureInfo.InvariantCulture, $"The content is binary, not text: byte {offset} is NUL."));

    private static ItemException NotUtf16(int offset) =>
        new(ItemStage.Decode, ItemErrorCodes.Encoding, string.Create(CultureInfo.InvariantCulture, $"The text has a UTF-16 byte order mark but is not valid UTF-16 at byte {offset}; save it as UTF-8."));
}
