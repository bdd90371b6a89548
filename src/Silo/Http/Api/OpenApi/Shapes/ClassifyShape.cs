namespace UniBind.Grid.Silo;

/// <summary>The request of <c>POST /v1/classify</c>, for the OpenAPI document.</summary>
internal sealed record ClassifyShape
{
    /// <summary>A published space; the grid's default by default.</summary>
    public string? Model { get; init; }

    /// <summary>As in <c>/v1/embeddings</c>.</summary>
    public required InputShape Input { get; init; }

    /// <summary>As in <c>/v1/embeddings</c>.</summary>
    public string? Modality { get; init; }

    /// <summary>The number of classes wanted, 1 to 1,000; 5 by default.</summary>
    public int? Top { get; init; }

    /// <summary>As in <c>/v1/embeddings</c>.</summary>
    public bool? Partial { get; init; }
}
