using System.Buffers;
using System.Text.Json;

namespace UniBind.Grid.Client;

/// <summary>Writes requests of items: texts as strings, everything else as a content part of the type <c>media</c>.</summary>
internal static class WireItems
{
    /// <summary>The body for <c>/v1/embeddings</c>: base64 vectors (a quarter of the text of floats), and an error for each item that fails instead of one for all.</summary>
    public static ReadOnlyMemory<byte> WriteEmbeddings(string model, IReadOnlyList<MediaQuery> items, int? dimensions) => Write(model, items, json =>
    {
        json.WriteString("encoding_format"u8, "base64"u8);
        if (dimensions is { } wanted)
            json.WriteNumber("dimensions"u8, wanted);
    });

    /// <summary>The body for <c>/v1/classify</c>.</summary>
    public static ReadOnlyMemory<byte> WriteClassify(string model, IReadOnlyList<MediaQuery> items, int top) =>
        Write(model, items, json => json.WriteNumber("top"u8, top));

    private static ReadOnlyMemory<byte> Write(string model, IReadOnlyList<MediaQuery> items, Action<Utf8JsonWriter> more)
    {
        var body = new ArrayBufferWriter<byte>(1024 + items.Sum(i => 64 + i.Content.Length * 4 / 3));
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteBoolean("partial"u8, true);
        more(json);
        json.WriteStartArray("input"u8);
        foreach (var item in items)
            Write(json, item);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, MediaQuery item)
    {
        // Bytes that are no UTF-8 could not stand in a string; as media they get the server's own sentence about them.
        if (item.Modality == Modality.Text && System.Text.Unicode.Utf8.IsValid(item.Content))
        {
            json.WriteStringValue(item.Content);
            return;
        }
        json.WriteStartObject();
        json.WriteString("type"u8, "media"u8);
        json.WriteString("modality"u8, item.Modality.Name());
        json.WriteString("name"u8, item.Name);
        json.WriteBase64String("data"u8, item.Content);
        json.WriteEndObject();
    }
}
