using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace UniBind.Grid.Media;

/// <summary>What the beginning of a content says when it is text.</summary>
internal static class TextHint
{
    private const int MaxLine = 1024;
    private const int MaxLines = 16;

    private static readonly string[] EventColumns = ["x", "y", "t", "p"];

    /// <summary>True when the bytes are valid UTF-8 without control characters. The last character may be cut by the end of the head.</summary>
    internal static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (var b in head)
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f'))
                return false;
        // The first byte of a character that the head's end may have cut lies in the last four.
        for (var cut = 0; cut < 4 && cut <= head.Length; cut++)
            if (Utf8.IsValid(head[..^cut]))
                return true;
        return false;
    }

    /// <summary>True for playlists, manifests and scripts that name other media.</summary>
    internal static bool IsPlaylist(ReadOnlySpan<byte> head)
    {
        head = SkipBlank(head);
        if (head.StartsWith("#EXTM3U"u8) || head.StartsWith("ffconcat version"u8) || head.StartsWith("v=0\no="u8) || head.StartsWith("v=0\r\no="u8)
            || head.StartsWith("<MPD"u8) || head.StartsWith("<smil"u8) || head.StartsWith("<SmoothStreamingMedia"u8))
            return true;
        return Ascii.EqualsIgnoreCase(head[..Math.Min(10, head.Length)], "[playlist]"u8)
            || (head.StartsWith("<?xml"u8) && (head.IndexOf("<MPD"u8) >= 0 || head.IndexOf("<SmoothStreamingMedia"u8) >= 0 || head.IndexOf("<playlist"u8) >= 0));
    }

    /// <summary>True when the first line of data holds at least three numbers, after comments, a line of names and a lone count.</summary>
    internal static bool IsPoints(ReadOnlySpan<byte> head) => Columns(head) >= 3;

    /// <summary>True when a line of names says x, y, t and p, or there is none and the first line holds exactly four numbers.</summary>
    internal static bool IsEvents(ReadOnlySpan<byte> head)
    {
        var names = FirstLine(head) ?? "";
        var columns = Fields(names).Select(Column).ToHashSet();
        return EventColumns.All(columns.Contains) || (!names.Any(char.IsAsciiLetter) && Columns(head) == 4);
    }

    /// <summary>x, y, t or p for the name of an event array or column in one of its usual spellings, else the name itself.</summary>
    internal static string Column(string name)
    {
        var plain = name.Trim('"', '\'', '#', ' ').ToLowerInvariant();
        // A unit may follow: t_us, time [s].
        var cut = plain.IndexOfAny(['_', '[', '(', ' ', '/']);
        return (cut > 0 ? plain[..cut] : plain) switch
        {
            "x" or "xs" or "col" or "column" => "x",
            "y" or "ys" or "row" => "y",
            "t" or "ts" or "time" or "times" or "timestamp" or "timestamps" => "t",
            "p" or "ps" or "pol" or "polarity" or "polarities" => "p",
            _ => plain,
        };
    }

    // How many numbers the first line with more than one of them has; 0 when lines of anything else come first.
    private static int Columns(ReadOnlySpan<byte> head)
    {
        var passed = 0;
        foreach (var line in Lines(head))
        {
            var fields = Fields(line);
            var numbers = fields.TakeWhile(f => double.TryParse(f, NumberStyles.Float, CultureInfo.InvariantCulture, out _)).Count();
            if (numbers > 1)
                return numbers;
            // One line of names and one lone count may come before.
            if (++passed > 2)
                return 0;
        }
        return 0;
    }

    private static string? FirstLine(ReadOnlySpan<byte> head) => Lines(head).FirstOrDefault();

    private static List<string> Lines(ReadOnlySpan<byte> head)
    {
        var lines = new List<string>();
        head = SkipBlank(head);
        while (!head.IsEmpty && lines.Count < MaxLines)
        {
            var end = head.IndexOfAny((byte)'\n', (byte)'\r');
            var line = end < 0 ? head : head[..end];
            var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, MaxLine)]).Trim();
            // A comment may hold the names of the columns, but so may a line without a mark.
            if (text.Length > 0 && text[0] != '#' && !text.StartsWith("//", StringComparison.Ordinal))
                lines.Add(text);
            head = end < 0 ? default : head[(end + 1)..];
        }
        return lines;
    }

    private static string[] Fields(string line) => line.Split([',', ';', '\t', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static ReadOnlySpan<byte> SkipBlank(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8))
            head = head[3..];
        return head.TrimStart(" \t\r\n"u8);
    }
}
