namespace UniBind.Grid.Silo;

/// <summary>A model in OpenAI's shape, with what else there is to know of a space version or a pack.</summary>
internal sealed record ModelView
{
    /// <summary>What a request names: <c>name@7</c>, or <c>PACK@0</c> for a pack without heads and classes.</summary>
    public required string Id { get; init; }

    /// <summary><c>model</c>.</summary>
    public string Object { get; init; } = "model";

    /// <summary>When it was published, in seconds since 1970; 0 for a pack.</summary>
    public long Created { get; init; }

    /// <summary><c>unibind</c>.</summary>
    public string OwnedBy { get; init; } = "unibind";

    /// <summary>The encoder pack.</summary>
    public required string Pack { get; init; }

    /// <summary>What it embeds.</summary>
    public required string[] Modalities { get; init; }

    /// <summary>The dimensions of its embeddings; null where they differ by modality.</summary>
    public int? Dimension { get; init; }

    /// <summary>The dimensions by modality.</summary>
    public required Dictionary<string, int> Dimensions { get; init; }

    /// <summary>True where its modalities share one space, so that embeddings of different ones may be compared.</summary>
    public bool Aligned { get; init; }

    /// <summary>How many classes it knows.</summary>
    public int Classes { get; init; }

    /// <summary>The licences of its encoders.</summary>
    public required string Licence { get; init; }
}
