using System.Globalization;
using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary>A request of <c>POST /v1/embeddings</c>. Members that are not known are ignored, as clients send extras of other servers.</summary>
internal sealed class EmbeddingsCall
{
    private const string FormatFault = "'encoding_format' takes float or base64.";

    /// <summary>The space or pack.</summary>
    public required string Model { get; init; }

    /// <summary>The items.</summary>
    public required List<ApiItem> Items { get; init; }

    /// <summary>How many dimensions are wanted; null for all.</summary>
    public int? Dimensions { get; init; }

    /// <summary>True for vectors as base64 of little-endian float32.</summary>
    public bool IsBase64 { get; init; }

    /// <summary>True where an item that cannot be embedded leaves the others theirs.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Reads a JSON body.</summary>
    /// <exception cref="ApiException">It is not as it must be; the error names the member.</exception>
    public static EmbeddingsCall Read(JsonElement body, ApiOptions options)
    {
        var model = Members.Text(body, "model") ?? throw NoModel();
        var stated = PartReader.ModalityOf(body, "");
        return new EmbeddingsCall
        {
            Model = model,
            Dimensions = Members.Whole(body, "dimensions", 1),
            IsBase64 = IsBase64Named(Members.Text(body, "encoding_format")),
            IsPartial = Members.Flag(body, "partial") ?? false,
            Items = ReadItems(body, stated, options),
        };
    }

    /// <summary>Reads the items of a JSON body: <c>input</c>, or vLLM's <c>messages</c>.</summary>
    public static List<ApiItem> ReadItems(JsonElement body, Modality? stated, ApiOptions options)
    {
        var hasInput = Members.Has(body, "input", out var input);
        if (Members.Has(body, "messages", out var messages))
            return hasInput ? throw new ApiException("A request has 'input' or 'messages', not both.", "messages") : InputReader.ReadMessages(messages, stated);
        return hasInput ? InputReader.Read(input, "input", stated, options) : throw new ApiException("The request has no 'input'.", "input", "missing_input");
    }

    /// <summary>Reads an upload of files.</summary>
    /// <exception cref="ApiException">It is not as it must be; the error names the field.</exception>
    public static async Task<EmbeddingsCall> ReadUploadAsync(HttpContext context, ApiOptions options)
    {
        var (fields, items) = await MultipartInputs.ReadAsync(context, options);
        if (items.Count == 0)
            throw new ApiException("The upload has no file.", "files", "missing_input");
        return new EmbeddingsCall
        {
            Model = fields.GetValueOrDefault("model") ?? throw NoModel(),
            Dimensions = !fields.TryGetValue("dimensions", out var text) ? null
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var dimensions) && dimensions >= 1 ? dimensions
                : throw new ApiException("'dimensions' must be a whole number from 1 on.", "dimensions"),
            IsBase64 = IsBase64Named(fields.GetValueOrDefault("encoding_format")),
            IsPartial = fields.GetValueOrDefault("partial") is "true" or "1",
            Items = items,
        };
    }

    /// <summary>The refusal of a request without a model.</summary>
    public static ApiException NoModel() => new("The request has no 'model'; /v1/models lists those there are.", "model", "missing_model");

    private static bool IsBase64Named(string? format) => format switch
    {
        null or "float" => false,
        "base64" => true,
        _ => throw new ApiException(FormatFault, "encoding_format"),
    };
}
