namespace UniBind.Grid.Silo;

/// <summary>The request of <c>POST /embed</c>, for the OpenAPI document.</summary>
internal sealed record TeiShape
{
    /// <summary>One text or several; content parts work, too.</summary>
    public required InputShape Inputs { get; init; }

    /// <summary>False to refuse a text that is longer than what the encoder reads; true by default.</summary>
    public bool? Truncate { get; init; }

    /// <summary>True alone: embeddings are of length 1.</summary>
    public bool? Normalize { get; init; }

    /// <summary>Only the first so many values, brought to length 1 again.</summary>
    public int? Dimensions { get; init; }

    /// <summary>A space or a pack, which TEI does not know; the grid's default by default.</summary>
    public string? Model { get; init; }
}
