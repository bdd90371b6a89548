namespace UniBind.Grid.Corpora;

/// <summary>One row of a job's output; the columns of <c>part-*.parquet</c> in their order.</summary>
public sealed record OutputRow
{
    /// <summary>The item's id.</summary>
    public required string Id { get; init; }

    /// <summary>The item's address, relative to its source's root.</summary>
    public required string Uri { get; init; }

    /// <summary>The modality that it was embedded as.</summary>
    public required Modality Modality { get; init; }

    /// <summary>Its labels, none to many.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The object that several sensors saw.</summary>
    public string? Group { get; init; }

    /// <summary>The part of the corpus that it belongs to, as its manifest says: <c>train</c>, <c>test</c>.</summary>
    public string? Split { get; init; }

    /// <summary>The class whose center is nearest; null in a space without centers, and for an item that belongs to no class.</summary>
    public string? Class { get; init; }

    /// <summary>The score of the best class, also where it is too low for <see cref="Class"/>; null in a space without centers.</summary>
    public float? Score { get; init; }

    /// <summary>The space version, <c>name@7</c>.</summary>
    public required string Space { get; init; }

    /// <summary>The hash of the encoder.</summary>
    public required string Encoder { get; init; }

    /// <summary>The hash of the head.</summary>
    public required string Head { get; init; }

    /// <summary>The SHA-256 of the item's content, lower-case hexadecimal.</summary>
    public required string ContentSha256 { get; init; }

    /// <summary>True when the encoder saw only a part of the content.</summary>
    public bool Truncated { get; init; }

    /// <summary>The embedding, L2-normalised; its length is the space's dimension.</summary>
    public required float[] Embedding { get; init; }

    /// <summary>How the row came about; for the ledger, not a column, and <see cref="RowOrigin.Embedded"/> in rows read back.</summary>
    public RowOrigin Origin { get; init; }
}
