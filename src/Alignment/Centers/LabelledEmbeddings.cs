namespace UniBind.Grid.Alignment;

/// <summary>Embeddings of items in the space of the centers, with their labels; all parts have one entry an item.</summary>
/// <param name="Embeddings">The embeddings; need not be normalised.</param>
/// <param name="Labels">The class of each.</param>
/// <param name="Ids">The id of each: what a rule used is left out of every evaluation by it.</param>
public sealed record LabelledEmbeddings(EmbeddingMatrix Embeddings, IReadOnlyList<string> Labels, IReadOnlyList<string> Ids);
