namespace UniBind.Grid.Silo;

/// <summary>The request of <c>POST /v1/embeddings</c>, for the OpenAPI document. Members that are not known are ignored.</summary>
internal sealed record EmbeddingsShape
{
    /// <summary>A published space (NAME, NAME@7, NAME@latest, NAME@stable) or a pack (PACK@0).</summary>
    public required string Model { get; init; }

    /// <summary>One item or up to 2,048: texts, or content parts of the types text, image_url, input_audio, audio_url, video_url and media. Token arrays are refused.</summary>
    public required InputShape Input { get; init; }

    /// <summary>The modality of all items: text, image, audio, pointcloud, thermal, video or event. Strings are data URIs or URLs then. Without it, parts are what their type or their content says.</summary>
    public string? Modality { get; init; }

    /// <summary>Only the first so many values, brought to length 1 again.</summary>
    public int? Dimensions { get; init; }

    /// <summary>float, or base64 of little-endian float32.</summary>
    public string? EncodingFormat { get; init; }

    /// <summary>True to get an error in the place of an item that cannot be embedded, instead of failing the request.</summary>
    public bool? Partial { get; init; }

    /// <summary>Ignored.</summary>
    public string? User { get; init; }
}
