namespace UniBind.Grid.Alignment;

/// <summary>What <see cref="SpaceProjection"/> makes of a batch of raw embeddings; all parts have one entry a row.</summary>
/// <param name="Embeddings">The embeddings, L2-normalised.</param>
/// <param name="Class">The best class's place among the classes of the space; -1 when there are no centers or the item belongs to no class.</param>
/// <param name="Score">The score of the best class, also where it is not good enough to belong to it; 0 without centers.</param>
/// <param name="Row">The center row that won; -1 without centers.</param>
public sealed record ScoredBatch(EmbeddingMatrix Embeddings, int[] Class, float[] Score, int[] Row);
