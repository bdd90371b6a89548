namespace UniBind.Grid.Silo;

/// <summary>The answer of <c>POST /v1/embeddings</c>, for the OpenAPI document.</summary>
internal sealed record EmbeddingsAnswerShape
{
    /// <summary><c>list</c>.</summary>
    public required string Object { get; init; }

    /// <summary>A result for each item, in their order.</summary>
    public required EmbeddingShape[] Data { get; init; }

    /// <summary>The space version that the items were embedded in, <c>name@7</c>.</summary>
    public required string Model { get; init; }

    /// <summary>What was read.</summary>
    public required UsageShape Usage { get; init; }
}
