using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace UniBind.Grid.Corpora;

/// <summary>The one JSON form of all job files: camel case, names for modalities and stages, text as it is.</summary>
internal static class CorporaJson
{
    public static JsonSerializerOptions Options { get; } = Create(indented: false);

    /// <summary>For the files that people read.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    /// <summary>For writers that build JSON token by token.</summary>
    public static JsonWriterOptions Writer { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static JsonSerializerOptions Create(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new ModalityConverter(), new JsonStringEnumConverter<ItemStage>(JsonNamingPolicy.CamelCase) },
    };

    private sealed class ModalityConverter : JsonConverter<Modality>
    {
        public override Modality Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString());

        public override void Write(Utf8JsonWriter writer, Modality value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name());

        public override Modality ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parse(reader.GetString());

        public override void WriteAsPropertyName(Utf8JsonWriter writer, Modality value, JsonSerializerOptions options) => writer.WritePropertyName(value.Name());

        private static Modality Parse(string? name) =>
            Modalities.TryParse(name, out var modality) ? modality : throw new JsonException($"'{name}' is no modality.");
    }
}
