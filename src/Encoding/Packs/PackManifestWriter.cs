using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace UniBind.Grid.Encoding;

/// <summary>Writes <c>pack.json</c>. Equal manifests give equal bytes: members in a fixed order, options and inputs sorted by name.</summary>
internal static class PackManifestWriter
{
    /// <summary>The manifest as JSON, indented for people or compact for hashing.</summary>
    public static ReadOnlyMemory<byte> Write(PackManifest manifest, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = indented, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", PackManifest.CurrentSchema);
            json.WriteString("name", manifest.Name);
            json.WriteString("version", manifest.Version);
            json.WriteString("description", manifest.Description);
            json.WriteBoolean("aligned", manifest.Aligned);
            WriteLicence(json, manifest.Licence);
            json.WriteStartObject("encoders");
            foreach (var (modality, encoder) in manifest.Encoders.OrderBy(e => e.Key))
            {
                json.WritePropertyName(modality.Name());
                WriteEncoder(json, encoder);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The content address of a pack: the SHA-256 of its compact manifest, which holds the hash of every file.</summary>
    public static string Sha256(PackManifest manifest) =>
        Convert.ToHexStringLower(SHA256.HashData(Write(manifest, indented: false).Span));

    private static void WriteEncoder(Utf8JsonWriter json, EncoderManifest encoder)
    {
        json.WriteStartObject();
        json.WritePropertyName("model");
        WriteFile(json, encoder.Model);
        json.WriteStartArray("files");
        foreach (var file in encoder.Files.OrderBy(f => f.Path, StringComparer.Ordinal))
            WriteFile(json, file);
        json.WriteEndArray();
        json.WriteStartObject("preprocessing");
        json.WriteString("profile", encoder.Preprocessing.Profile);
        if (encoder.Preprocessing.Options.ValueKind != JsonValueKind.Undefined)
        {
            json.WritePropertyName("options");
            WriteSorted(json, encoder.Preprocessing.Options);
        }

        json.WriteEndObject();
        json.WriteStartObject("inputs");
        foreach (var (tensor, input) in encoder.Inputs.OrderBy(i => i.Key, StringComparer.Ordinal))
            json.WriteString(tensor, input);
        json.WriteEndObject();
        json.WriteStartObject("output");
        json.WriteString("name", encoder.Output.Name);
        json.WriteNumber("dimension", encoder.Output.Dimension);
        json.WriteString("kind", StrictJson.WordOf(encoder.Output.Kind));
        json.WriteEndObject();
        json.WriteStartObject("batch");
        json.WriteNumber("maxRows", encoder.Batch.MaxRows);
        json.WriteNumber("maxCost", encoder.Batch.MaxCost);
        json.WriteString("padding", StrictJson.WordOf(encoder.Batch.Padding));
        json.WriteEndObject();
        if (encoder.Licence is { } licence)
            WriteLicence(json, licence);
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, PackFile file)
    {
        json.WriteStartObject();
        json.WriteString("path", file.Path);
        json.WriteString("sha256", file.Sha256);
        json.WriteEndObject();
    }

    private static void WriteLicence(Utf8JsonWriter json, PackLicence licence)
    {
        json.WriteStartObject("licence");
        json.WriteString("name", licence.Name);
        json.WriteBoolean("commercialUse", licence.CommercialUse);
        if (licence.Notice is not null)
            json.WriteString("notice", licence.Notice);
        json.WriteEndObject();
    }

    private static void WriteSorted(Utf8JsonWriter json, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(member.Name);
                    WriteSorted(json, member.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    WriteSorted(json, item);
                json.WriteEndArray();
                break;
            default:
                element.WriteTo(json);
                break;
        }
    }
}
