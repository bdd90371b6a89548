namespace UniBind.Grid;

/// <summary>The ways to make a head; the words are stored.</summary>
public static class AlignMethods
{
    /// <summary>Contrastive training (InfoNCE) by AdamW.</summary>
    public const string InfoNce = "infonce";

    /// <summary>The closed-form least squares solution with a penalty.</summary>
    public const string Ridge = "ridge";

    /// <summary>The best rotation (orthogonal Procrustes).</summary>
    public const string Procrustes = "procrustes";

    /// <summary>No training: class probabilities times the embeddings of the classes' names (ConSE).</summary>
    public const string Labels = "labels";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [InfoNce, Ridge, Procrustes, Labels];
}
