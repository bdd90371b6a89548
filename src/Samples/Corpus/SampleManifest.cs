using System.Text.Encodings.Web;
using System.Text.Json;

namespace UniBind.Grid.Samples;

/// <summary>Writes <c>manifest.jsonl</c>: id, uri (relative to the manifest), modality, labels, group, text and split of each item.</summary>
internal static class SampleManifest
{
    /// <summary>The manifest's name.</summary>
    public const string FileName = "manifest.jsonl";

    // The file is read as JSON, never as HTML: an apostrophe may stay one.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the manifest of a plan.</summary>
    public static async Task WriteAsync(string folder, SamplePlan plan, CancellationToken cancellationToken)
    {
        using var lines = new MemoryStream();
        foreach (var item in plan.Items)
        {
            using (var json = new Utf8JsonWriter(lines, Plain))
                Write(json, item);
            lines.WriteByte((byte)'\n');
        }

        await File.WriteAllBytesAsync(Path.Combine(folder, FileName), lines.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, SampleItem item)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        json.WriteString("uri", item.Path);
        json.WriteString("modality", item.Modality.Name());
        json.WriteStartArray("labels");
        json.WriteStringValue(item.Label);
        json.WriteEndArray();
        json.WriteString("group", item.Group);
        json.WriteString("text", item.Caption);
        json.WriteString("split", item.Split);
        json.WriteEndObject();
    }
}
