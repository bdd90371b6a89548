namespace UniBind.Grid.Alignment;

/// <summary>What a space says about one item.</summary>
/// <param name="Embedding">The item's embedding in the space, L2-normalised.</param>
/// <param name="Classes">The best classes, best first; none in a space without centers.</param>
/// <param name="Margin">The best score less the second; 0 where there are fewer than two classes.</param>
/// <param name="IsUnknown">Whether the item belongs to no class: its best confidence is below the modality's threshold, or there is no class.</param>
public sealed record Classification(ReadOnlyMemory<float> Embedding, IReadOnlyList<ClassHit> Classes, float Margin, bool IsUnknown);
