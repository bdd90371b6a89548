namespace UniBind.Grid.Silo;

/// <summary>The answer of <c>POST /v2/embed</c>, for the OpenAPI document.</summary>
internal sealed record CohereAnswerShape
{
    /// <summary>The id of the request.</summary>
    public required string Id { get; init; }

    /// <summary>The vectors of all items by form: float, int8, uint8, binary, ubinary, base64.</summary>
    public required Dictionary<string, float[][]> Embeddings { get; init; }

    /// <summary>The texts of the request.</summary>
    public required string[] Texts { get; init; }

    /// <summary><c>embeddings_by_type</c>.</summary>
    public required string ResponseType { get; init; }

    /// <summary>The space version that the items were embedded in.</summary>
    public required string Model { get; init; }
}
