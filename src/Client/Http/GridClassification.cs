namespace UniBind.Grid.Client;

/// <summary>The classes of one item, or the reason why there are none.</summary>
public sealed record GridClassification
{
    /// <summary>The best classes, best first; empty with <see cref="Error"/>.</summary>
    public IReadOnlyList<ClassCandidate> Classes { get; init; } = [];

    /// <summary>The score of the best class less that of the second.</summary>
    public float Margin { get; init; }

    /// <summary>True when the best class is not confident enough: the item belongs to none.</summary>
    public bool Unknown { get; init; }

    /// <summary>True when the encoder saw only a part of the content.</summary>
    public bool Truncated { get; init; }

    /// <summary>Why there are no classes; null where there are.</summary>
    public EmbeddingItemException? Error { get; init; }
}
