using System.Text.Json;

namespace UniBind.Grid.Corpora;

/// <summary>Reads one JSON object with a manifest's fields: a line of a .jsonl file, or the sidecar of a tar sample.</summary>
internal static class ManifestJson
{
    /// <summary>Reads the object; unknown fields are skipped. <c>label</c> is <c>labels</c> with one entry; numbers count as text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, out ManifestRecord record, out string? problem)
    {
        record = default;
        problem = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                problem = "The line is not a JSON object.";
            else
                problem = ReadFields(ref reader, out record);
            if (problem is null && reader.Read())
                problem = "The line holds more than one JSON value.";
        }
        catch (JsonException e)
        {
            problem = $"The line is not valid JSON: {e.Message}";
        }
        catch (InvalidOperationException)
        {
            problem = "The line holds text that is not valid Unicode.";
        }
        return problem is null;
    }

    private static string? ReadFields(ref Utf8JsonReader reader, out ManifestRecord record)
    {
        string? id = null, uri = null, group = null, split = null, text = null, sha256 = null;
        Modality? modality = null;
        IReadOnlyList<string>? labels = null;
        record = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
                id = Scalar(ref reader);
            else if (reader.ValueTextEquals("uri"u8))
                uri = Scalar(ref reader);
            else if (reader.ValueTextEquals("text"u8))
                text = Scalar(ref reader);
            else if (reader.ValueTextEquals("group"u8))
                group = Scalar(ref reader);
            else if (reader.ValueTextEquals("split"u8))
                split = Scalar(ref reader);
            else if (reader.ValueTextEquals("sha256"u8))
                sha256 = Scalar(ref reader);
            else if (reader.ValueTextEquals("labels"u8) || reader.ValueTextEquals("label"u8))
                labels = List(ref reader) ?? labels;
            else if (reader.ValueTextEquals("modality"u8))
            {
                if (Scalar(ref reader) is { Length: > 0 } name)
                {
                    if (!Modalities.TryParse(name, out var parsed))
                        return UnknownModality(name);
                    modality = parsed;
                }
            }
            else
                reader.Skip();
        }
        record = new ManifestRecord { Id = id, Uri = uri, Modality = modality, Labels = labels, Group = group, Split = split, Text = text, Sha256 = sha256 };
        return null;
    }

    /// <summary>The sentence for a modality that is none of the seven.</summary>
    public static string UnknownModality(string name) =>
        $"'{ListedItem.Shorten(name)}' is no modality; the modalities are {string.Join(", ", Modalities.All.Select(m => m.Name()))}.";

    private static string? Scalar(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Value(ref reader);
    }

    private static string? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    private static List<string>? List(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return Value(ref reader) is { Length: > 0 } one ? [one] : null;
        var labels = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            if (Value(ref reader) is { Length: > 0 } label)
                labels.Add(label);
        return labels;
    }
}
