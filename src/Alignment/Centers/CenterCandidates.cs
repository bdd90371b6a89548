namespace UniBind.Grid.Alignment;

/// <summary>The descriptions of one class that may enter its center; all parts have one entry a description.</summary>
/// <param name="Class">The class.</param>
/// <param name="Embeddings">The embeddings of the texts; need not be normalised.</param>
/// <param name="Texts">The texts.</param>
/// <param name="Masks">The modalities that each counts for, see <see cref="CenterBuilder.MaskOf"/>.</param>
public sealed record CenterCandidates(string Class, EmbeddingMatrix Embeddings, IReadOnlyList<string> Texts, IReadOnlyList<int> Masks);
