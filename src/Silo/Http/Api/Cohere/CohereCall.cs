using System.Text.Json;

namespace UniBind.Grid.Silo;

/// <summary>A request of <c>POST /v2/embed</c>. <c>input_type</c> is ignored: packs embed queries and documents alike.</summary>
internal sealed class CohereCall
{
    /// <summary>The space or pack; null for the default.</summary>
    public string? Model { get; init; }

    /// <summary>The items.</summary>
    public required List<ApiItem> Items { get; init; }

    /// <summary>The texts as they were sent, for the answer; null where the request has none.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>The forms of the vectors, of <see cref="Quantization.Types"/>.</summary>
    public required IReadOnlyList<string> EmbeddingTypes { get; init; }

    /// <summary>How many dimensions are wanted; null for all.</summary>
    public int? OutputDimension { get; init; }

    /// <summary>False to refuse what the encoder would only read in part.</summary>
    public bool MayTruncate { get; init; }

    /// <summary>Reads a JSON body.</summary>
    /// <exception cref="ApiException">It is not as it must be; the error names the member.</exception>
    public static CohereCall Read(JsonElement body, ApiOptions options)
    {
        string[] lists = ["texts", "images", "inputs"];
        var given = lists.Where(name => Members.Has(body, name, out _)).ToArray();
        if (given.Length != 1)
            throw new ApiException("A request has exactly one of 'texts', 'images' and 'inputs'.", given.Length == 0 ? "texts" : given[1]);
        Members.Has(body, given[0], out var list);
        if (list.ValueKind != JsonValueKind.Array)
            throw new ApiException($"'{given[0]}' must be a list.", given[0]);
        return new CohereCall
        {
            Model = Members.Text(body, "model"),
            Items = InputReader.Read(list, given[0], given[0] == "images" ? Modality.Image : PartReader.ModalityOf(body, ""), options),
            Texts = given[0] == "texts" ? [.. list.EnumerateArray().Select(text => text.ValueKind == JsonValueKind.String ? text.GetString()! : throw new ApiException("'texts' holds strings alone; put parts into 'inputs'.", "texts"))] : null,
            EmbeddingTypes = ReadTypes(body),
            OutputDimension = Members.Whole(body, "output_dimension", 1),
            MayTruncate = Members.Text(body, "truncate") switch
            {
                null or "END" => true,
                "NONE" => false,
                "START" => throw new ApiException("'truncate' takes END or NONE: it is the end that encoders leave out.", "truncate"),
                _ => throw new ApiException("'truncate' takes END or NONE.", "truncate"),
            },
        };
    }

    private static IReadOnlyList<string> ReadTypes(JsonElement body)
    {
        const string name = "embedding_types";
        if (!Members.Has(body, name, out var list))
            return ["float"];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > 100 || list.EnumerateArray().Any(t => t.ValueKind != JsonValueKind.String || !Quantization.Types.Contains(JsonBody.StringOf(t, name))))
            throw new ApiException($"'{name}' is a list of {string.Join(", ", Quantization.Types)}.", name);
        return [.. list.EnumerateArray().Select(t => t.GetString()!).Distinct()];
    }
}
