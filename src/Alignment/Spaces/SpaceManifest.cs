namespace UniBind.Grid.Alignment;

/// <summary>What a published version of a space is made of: a JSON file under its own hash, never changed.</summary>
public sealed record SpaceManifest
{
    /// <summary>The version of this layout.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The space's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The version that it was published over; 0 for the first.</summary>
    public int Parent { get; init; }

    /// <summary>When it was published.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The name of the encoder pack.</summary>
    public required string Pack { get; init; }

    /// <summary>The content address of the pack; a grid with another pack of the name refuses the space.</summary>
    public required string PackSha256 { get; init; }

    /// <summary>Whether the pack's modalities share one space already: then a modality without a head is embedded as it is.</summary>
    public bool PackAligned { get; init; }

    /// <summary>The hash of the text encoder that the centers were made with.</summary>
    public string TextEncoder { get; init; } = "";

    /// <summary>The length of its embeddings.</summary>
    public required int Dimension { get; init; }

    /// <summary>The blob of the centers, see <see cref="CenterFile"/>; null for none.</summary>
    public string? Centers { get; init; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; init; }

    /// <summary>The blob of each modality's head by the modality's name, see <see cref="HeadFile"/>.</summary>
    public IReadOnlyDictionary<string, string> Heads { get; init; } = new Dictionary<string, string>();

    /// <summary>How class scores are made.</summary>
    public ScoreRule Score { get; init; } = new();

    /// <summary>How the rows of the centers were selected, for people: <c>topk 50</c>.</summary>
    public string Selection { get; init; } = "";

    /// <summary>The hash of the knowledge that the centers came from: of each class's approved descriptions, by class.</summary>
    public string Knowledge { get; init; } = "";

    /// <summary>The blob of where each class's center comes from, one JSON object a line: its version, file, knowledge, rule, language models and prompts. Null where it was not written.</summary>
    public string? Lineage { get; init; }

    /// <summary>The blob of the ids of the items whose labels a selection rule used, see <see cref="CalibratedIds"/>; they are left out of every evaluation. Null for none.</summary>
    public string? Calibrated { get; init; }

    /// <summary>The space version as it stands in output rows, <c>name@7</c>.</summary>
    public string Id => FormattableString.Invariant($"{Name}@{Version}");
}
