namespace UniBind.Grid.Silo;

/// <summary>The request of <c>POST /v2/embed</c>, for the OpenAPI document. It has exactly one of texts, images and inputs.</summary>
internal sealed record CohereShape
{
    /// <summary>A space or a pack; the grid's default by default.</summary>
    public string? Model { get; init; }

    /// <summary>Texts.</summary>
    public string[]? Texts { get; init; }

    /// <summary>Pictures as data URIs.</summary>
    public string[]? Images { get; init; }

    /// <summary>Objects with <c>content</c>: a list of one content part.</summary>
    public InputShape? Inputs { get; init; }

    /// <summary>Ignored: packs embed queries and documents alike.</summary>
    public string? InputType { get; init; }

    /// <summary>Any of float, int8, uint8, binary, ubinary and base64; float by default.</summary>
    public string[]? EmbeddingTypes { get; init; }

    /// <summary>Only the first so many values, brought to length 1 again.</summary>
    public int? OutputDimension { get; init; }

    /// <summary>END, or NONE to refuse a text that is longer than what the encoder reads.</summary>
    public string? Truncate { get; init; }
}
