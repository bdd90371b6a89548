namespace UniBind.Grid.Client;

/// <summary>One embedding, or the reason why there is none.</summary>
/// <param name="Vector">The vector, L2-normalised; empty with <paramref name="Error"/>.</param>
/// <param name="Error">Why there is none; null for an embedding.</param>
public sealed record GridEmbedding(ReadOnlyMemory<float> Vector, EmbeddingItemException? Error);
