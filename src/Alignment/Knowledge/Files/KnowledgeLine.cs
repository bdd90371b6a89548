using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace UniBind.Grid.Alignment;

/// <summary>One line of a knowledge base: JSON to <see cref="Description"/> and back.</summary>
public static class KnowledgeLine
{
    private const int MaxWordLength = 500;
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a line.</summary>
    /// <returns>False when it is broken; <paramref name="fault"/> says how.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out Description? description, out string fault)
    {
        description = null;
        fault = "";
        if (line.Length > KnowledgeFile.MaxLineBytes)
        {
            fault = $"the line has more than {KnowledgeFile.MaxLineBytes >> 10} KiB";
            return false;
        }
        try
        {
            using var document = JsonDocument.Parse(line, Options);
            description = Read(document.RootElement);
            return true;
        }
        catch (JsonException e)
        {
            fault = $"no JSON object ({Short(e.Message)})";
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            fault = e.Message;
        }
        return false;
    }

    /// <summary>A line with its end.</summary>
    /// <exception cref="AlignmentException">A member has control characters: the line could not be read back.</exception>
    public static ReadOnlyMemory<byte> Serialize(Description description)
    {
        if (description.ControlledMember() is { } controlled)
            throw new AlignmentException($"A description of '{description.Class}' has control characters in its member '{controlled}'; take them out.");
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("class", description.Class);
            writer.WriteString("text", description.Text);
            writer.WriteString("kind", description.Kind == DescriptionKind.Sample ? "sample" : "category");
            Optional("facet", description.Facet);
            if (description.Modalities.Length > 0)
            {
                writer.WriteStartArray("modalities");
                foreach (var modality in description.Modalities)
                    writer.WriteStringValue(modality.Name());
                writer.WriteEndArray();
            }
            Optional("item", description.Item);
            Optional("llm", description.Llm);
            Optional("prompt", description.Prompt);
            if (description.Created != default)
                writer.WriteString("created", description.Created.UtcDateTime);
            Optional("reviewer", description.Reviewer);
            writer.WriteString("state", description.State switch
            {
                DescriptionState.Approved => "approved",
                DescriptionState.Rejected => "rejected",
                _ => "proposed",
            });
            Optional("reason", description.Reason);
            writer.WriteEndObject();

            void Optional(string name, string? value)
            {
                if (!string.IsNullOrEmpty(value))
                    writer.WriteString(name, value);
            }
        }
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    private static Description Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException("no JSON object");
        var read = new Description { Class = "", Text = "" };
        foreach (var member in json.EnumerateObject())
        {
            read = member.Name switch
            {
                "class" => read with { Class = Word(member) },
                "text" => read with { Text = Word(member, Description.MaxTextLength) },
                "kind" => read with { Kind = Choice<DescriptionKind>(member) },
                "facet" => read with { Facet = Word(member) },
                "modalities" => read with { Modalities = ReadModalities(member) },
                "item" => read with { Item = Word(member, 2_000) is { Length: > 0 } item ? item : null },
                "llm" => read with { Llm = Word(member) },
                "prompt" => read with { Prompt = Word(member) },
                "created" => read with { Created = Time(member) },
                "reviewer" => read with { Reviewer = Word(member) },
                "state" => read with { State = Choice<DescriptionState>(member) },
                "reason" => read with { Reason = Word(member, Description.MaxTextLength) },
                _ => throw new FormatException($"unknown member '{Short(member.Name)}'"),
            };
        }
        return Checked(read);
    }

    private static Description Checked(Description read)
    {
        if (read.ControlledMember() is { } member)
            throw new FormatException($"the member '{member}' has control characters");
        if (string.IsNullOrWhiteSpace(read.Text))
            throw new FormatException("the member 'text' is missing or empty");
        if (read is { Kind: DescriptionKind.Sample, Item: null })
            throw new FormatException("a description of kind 'sample' needs the id of its 'item'");

        // A caption of an item without a label has no class.
        if (read is { Kind: DescriptionKind.Sample, Class: "" })
            return read;
        if (read.Class.Length == 0)
            throw new FormatException("the member 'class' is missing or empty");
        try
        {
            SpaceKey.RequireClass(read.Class);
        }
        catch (GridException e)
        {
            throw new FormatException(e.Message.TrimEnd('.'));
        }
        return read;
    }

    private static string Word(JsonProperty member, int most = MaxWordLength)
    {
        var text = member.Value.ValueKind switch
        {
            JsonValueKind.String => member.Value.GetString()!,
            JsonValueKind.Null => "",
            _ => throw new FormatException($"the member '{member.Name}' is no text"),
        };
        return text.Length <= most ? text : throw new FormatException($"the member '{member.Name}' has {text.Length:N0} characters, more than {most:N0}");
    }

    private static T Choice<T>(JsonProperty member) where T : struct, Enum =>
        Word(member) is var word && Enum.GetNames<T>().FirstOrDefault(n => n.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<T>(name)
            : throw new FormatException($"the member '{member.Name}' is '{Short(word)}', and not {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}");

    private static Modality[] ReadModalities(JsonProperty member)
    {
        if (member.Value.ValueKind == JsonValueKind.Null)
            return [];
        if (member.Value.ValueKind != JsonValueKind.Array)
            throw new FormatException("the member 'modalities' is no array");
        return [.. member.Value.EnumerateArray().Select(m => Modalities.TryParse(m.GetString(), out var modality)
            ? modality
            : throw new FormatException($"'{Short(m.GetString() ?? "")}' in 'modalities' is no modality")).Distinct()];
    }

    private static DateTimeOffset Time(JsonProperty member) => Word(member) switch
    {
        "" => default,
        var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        var text => throw new FormatException($"the member 'created' is '{Short(text)}', and no time like 2026-01-31T12:00:00Z"),
    };

    private static string Short(string text) => text.Length <= 80 ? text : text[..77] + "...";
}
