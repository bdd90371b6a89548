namespace UniBind.Grid.Silo;

/// <summary>One embedding of length 1, or an error in its place.</summary>
internal sealed record EmbeddingShape
{
    /// <summary><c>embedding</c> or <c>error</c>.</summary>
    public required string Object { get; init; }

    /// <summary>The item's place in the request.</summary>
    public int Index { get; init; }

    /// <summary>The values; a string with <c>encoding_format</c> base64.</summary>
    public float[]? Embedding { get; init; }

    /// <summary>True when the encoder saw only a part of the content; missing otherwise.</summary>
    public bool? Truncated { get; init; }

    /// <summary>Why there is no embedding, where the request is partial.</summary>
    public ErrorView? Error { get; init; }
}
