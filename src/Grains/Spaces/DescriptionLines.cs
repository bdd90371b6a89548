using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace UniBind.Grid.Grains;

/// <summary>Descriptions as JSON, one object a line; members that are empty are left out.</summary>
public static class DescriptionLines
{
    /// <summary>The most characters of a line.</summary>
    public const int MaxLine = 64 << 10;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The lines of some descriptions, as UTF-8.</summary>
    public static byte[] Write(IEnumerable<Description> descriptions)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Options);
        foreach (var description in descriptions)
        {
            writer.Reset();
            Write(writer, description);
            writer.Flush();
            buffer.Write("\n"u8);
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads one line.</summary>
    /// <exception cref="FormatException">It is no description; the message says why, without naming the line.</exception>
    public static Description Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Parse(document.RootElement)
                : throw new FormatException("it is no JSON object");
        }
        catch (JsonException e)
        {
            throw new FormatException($"it is no JSON ({e.Message})", e);
        }
    }

    private static Description Parse(JsonElement line)
    {
        var text = Text(line, "text").Trim();
        var name = Text(line, "class");
        if (text.Length is 0 or > Description.MaxTextLength)
            throw new FormatException($"'text' has {text.Length:N0} characters, and 1 to {Description.MaxTextLength:N0} are allowed");
        try
        {
            SpaceKey.RequireClass(name);
        }
        catch (GridException e)
        {
            throw new FormatException("'class': " + e.Message.TrimEnd('.'), e);
        }
        return new Description
        {
            Class = name,
            Text = text,
            Kind = Word<DescriptionKind>(line, "kind", DescriptionKind.Category),
            Facet = Text(line, "facet"),
            Modalities = line.TryGetProperty("modalities", out var modalities) ? [.. Names(modalities).Select(ParseModality)] : [],
            Item = Text(line, "item") is { Length: > 0 } item ? item : null,
            Llm = Text(line, "llm"),
            Prompt = Text(line, "prompt"),
            Created = Text(line, "created") is { Length: > 0 } created
                ? DateTimeOffset.TryParse(created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw new FormatException($"'created' is no time: '{created}'")
                : default,
            Reviewer = Text(line, "reviewer"),
            State = Word<DescriptionState>(line, "state", DescriptionState.Proposed),
            Reason = Text(line, "reason"),
        };
    }

    private static void Write(Utf8JsonWriter writer, Description d)
    {
        writer.WriteStartObject();
        writer.WriteString("class", d.Class);
        writer.WriteString("text", d.Text);
        writer.WriteString("kind", d.Kind.ToString().ToLowerInvariant());
        Optional("facet", d.Facet);
        if (d.Modalities.Length > 0)
        {
            writer.WriteStartArray("modalities");
            foreach (var modality in d.Modalities)
                writer.WriteStringValue(modality.Name());
            writer.WriteEndArray();
        }
        Optional("item", d.Item);
        Optional("llm", d.Llm);
        Optional("prompt", d.Prompt);
        if (d.Created != default)
            writer.WriteString("created", d.Created);
        Optional("reviewer", d.Reviewer);
        writer.WriteString("state", d.State.ToString().ToLowerInvariant());
        Optional("reason", d.Reason);
        writer.WriteEndObject();

        void Optional(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                writer.WriteString(name, value);
        }
    }

    private static string Text(JsonElement line, string name) => !line.TryGetProperty(name, out var value) ? "" : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => throw new FormatException($"'{name}' is no text"),
    };

    private static IEnumerable<string> Names(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
        ? value.EnumerateArray().Select(e => e.GetString()!)
        : throw new FormatException("'modalities' is no list of names");

    private static Modality ParseModality(string name) =>
        Modalities.TryParse(name, out var modality) ? modality : throw new FormatException($"'{name}' is no modality");

    private static T Word<T>(JsonElement line, string name, T missing)
        where T : struct, Enum
    {
        var word = Text(line, name);
        if (word.Length == 0)
            return missing;
        return char.IsLetter(word[0]) && Enum.TryParse<T>(word, ignoreCase: true, out var value) ? value : throw new FormatException($"'{name}' is '{word}', and not one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
    }
}
