namespace UniBind.Grid.Client;

/// <summary>One embedding, or an error.</summary>
internal sealed record WireEmbedding
{
    /// <summary>The item's place in the request.</summary>
    public int Index { get; init; }

    /// <summary>Little-endian float32, from base64.</summary>
    public byte[]? Embedding { get; init; }

    /// <summary>Why there is no embedding.</summary>
    public WireError? Error { get; init; }
}
