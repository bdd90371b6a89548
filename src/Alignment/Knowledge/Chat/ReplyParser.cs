using System.Text;
using System.Text.Json;

namespace UniBind.Grid.Alignment;

/// <summary>Reads the answer of a language model: a JSON array of strings, perhaps in a code fence.</summary>
internal static class ReplyParser
{
    private const int MaxTexts = 1_000;

    /// <summary>Reads an answer. Texts are put on one line; empty ones and repetitions are left out.</summary>
    public static bool TryParse(string reply, out IReadOnlyList<string> texts, out string fault)
    {
        texts = [];
        try
        {
            using var document = JsonDocument.Parse(Unfenced(reply));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array || root.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.String))
            {
                fault = "it is JSON, and no array of strings";
                return false;
            }
            texts = [.. root.EnumerateArray().Take(MaxTexts).Select(e => OneLine(e.GetString()!)).Where(t => t.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
            fault = texts.Count == 0 ? "it has no text" : texts.FirstOrDefault(t => t.Length > Description.MaxTextLength) is { } tooLong ? $"a text has {tooLong.Length:N0} characters" : "";
            return fault.Length == 0;
        }
        catch (JsonException e)
        {
            fault = e.Message.Length <= 120 ? e.Message.TrimEnd('.') : e.Message[..117] + "...";
            return false;
        }
    }

    private static string Unfenced(string reply)
    {
        var text = reply.Trim();
        if (!text.StartsWith("```", StringComparison.Ordinal) || text.IndexOf('\n', StringComparison.Ordinal) is not (> 0 and var first))
            return text;
        var last = text.LastIndexOf("```", StringComparison.Ordinal);
        return last > first ? text[(first + 1)..last] : text;
    }

    /// <summary>A text without control characters and with single blanks.</summary>
    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c))
                line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }
        return line.ToString().Trim();
    }
}
