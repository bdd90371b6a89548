namespace UniBind.Grid.Alignment;

/// <summary>What an item is.</summary>
/// <param name="Embedding">Its embedding, L2-normalised.</param>
/// <param name="Classes">The best classes, best first.</param>
/// <param name="Margin">The best score less the second.</param>
/// <param name="Unknown">True when the best class is not confident enough.</param>
public sealed record Classification(ReadOnlyMemory<float> Embedding, ClassHit[] Classes, float Margin, bool Unknown);
