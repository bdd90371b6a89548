namespace UniBind.Grid;

/// <summary>What of a group can be used for a head, and where what was made of it lies.</summary>
[GenerateSerializer, Immutable, Alias("unibind.AlignGroupSummary")]
public sealed record AlignGroupSummary
{
    /// <summary>The most labels of <see cref="UnknownLabels"/>.</summary>
    public const int MaxUnknownLabels = 5;

    /// <summary>The group.</summary>
    [Id(0)] public required AlignGroup Group { get; init; }

    /// <summary>Its rows.</summary>
    [Id(1)] public long Rows { get; init; }

    /// <summary>Those that are trained on.</summary>
    [Id(2)] public long Train { get; init; }

    /// <summary>Those that are held out.</summary>
    [Id(3)] public long HeldOut { get; init; }

    /// <summary>Those of the split <c>test</c>, or of another that is neither train nor val: left out of everything.</summary>
    [Id(4)] public long OtherSplit { get; init; }

    /// <summary>Those without a label where one is needed.</summary>
    [Id(5)] public long NoLabel { get; init; }

    /// <summary>Those whose labels are no class of the space, where one is needed.</summary>
    [Id(6)] public long UnknownLabel { get; init; }

    /// <summary>Some of these labels.</summary>
    [Id(7)] public string[] UnknownLabels { get; init; } = [];

    /// <summary>Those without a caption where one is needed.</summary>
    [Id(8)] public long NoCaption { get; init; }

    /// <summary>The hash of the encoder of the rows; empty without rows.</summary>
    [Id(9)] public string Encoder { get; init; } = "";

    /// <summary>The raw dimension; 0 without rows.</summary>
    [Id(10)] public int RawDimension { get; init; }

    /// <summary>The blob of the Gram matrix of the rows trained on, one for each fold; empty for contrastive training.</summary>
    [Id(11)] public string[] Grams { get; init; } = [];

    /// <summary>The blob of the captions' embeddings; null without captions.</summary>
    [Id(12)] public string? Captions { get; init; }

    /// <summary>True when it was made earlier and only looked up.</summary>
    [Id(13)] public bool Reused { get; init; }
}
