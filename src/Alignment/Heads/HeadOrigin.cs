namespace UniBind.Grid.Alignment;

/// <summary>The lineage of a head; stored with it.</summary>
public sealed record HeadOrigin
{
    /// <summary><c>infonce</c>, <c>ridge</c>, <c>procrustes</c>, <c>labels</c> or <c>identity</c>.</summary>
    public string Method { get; init; } = "identity";

    /// <summary>The hash of the encoder whose raw embeddings it was trained on; it fits no other.</summary>
    public string Encoder { get; init; } = "";

    /// <summary>The settings of the training, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>What the training measured on the held-out split, by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>The job outputs that it was trained on.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The items that it was trained on.</summary>
    public long Items { get; init; }

    /// <summary>When it was trained.</summary>
    public DateTimeOffset Created { get; init; }
}
