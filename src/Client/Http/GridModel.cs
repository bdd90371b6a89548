namespace UniBind.Grid.Client;

/// <summary>What a request may name as its model: a pack, or a published version of a space.</summary>
public sealed record GridModel
{
    /// <summary><c>name@7</c>, or <c>PACK@0</c> for a pack without heads and classes.</summary>
    public required string Id { get; init; }

    /// <summary>The encoder pack.</summary>
    public string Pack { get; init; } = "";

    /// <summary>The names of the modalities that it embeds.</summary>
    public IReadOnlyList<string> Modalities { get; init; } = [];

    /// <summary>The dimensions of its embeddings; null where they differ by modality.</summary>
    public int? Dimension { get; init; }

    /// <summary>The dimensions by modality.</summary>
    public IReadOnlyDictionary<string, int> Dimensions { get; init; } = new Dictionary<string, int>();

    /// <summary>True where embeddings of different modalities may be compared.</summary>
    public bool Aligned { get; init; }

    /// <summary>How many classes it knows.</summary>
    public int Classes { get; init; }

    /// <summary>The licences of its encoders.</summary>
    public string Licence { get; init; } = "";
}
