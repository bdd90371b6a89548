namespace UniBind.Grid;

/// <summary>A trained head of a space that is not published yet, or is in use.</summary>
[GenerateSerializer, Immutable, Alias("unibind.HeadInfo")]
public sealed record HeadInfo
{
    /// <summary>The modality.</summary>
    [Id(0)] public Modality Modality { get; init; }

    /// <summary>The head's blob.</summary>
    [Id(1)] public required string Sha256 { get; init; }

    /// <summary>How it was trained: <c>infonce</c>, <c>ridge</c>, <c>procrustes</c>, <c>labels</c>.</summary>
    [Id(2)] public string Method { get; init; } = "";

    /// <summary>The hash of the encoder that it was trained for.</summary>
    [Id(3)] public string Encoder { get; init; } = "";

    /// <summary>The raw dimension.</summary>
    [Id(4)] public int RawDimension { get; init; }

    /// <summary>The space's dimension.</summary>
    [Id(5)] public int Dimension { get; init; }

    /// <summary>The items that it was trained on.</summary>
    [Id(6)] public long Items { get; init; }

    /// <summary>What was measured on the held-out split, by name.</summary>
    [Id(7)] public Dictionary<string, double> Metrics { get; init; } = [];

    /// <summary>When it was trained.</summary>
    [Id(8)] public DateTimeOffset Created { get; init; }
}
