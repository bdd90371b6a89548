namespace UniBind.Grid.Alignment;

/// <summary>What is evaluated: items with their embeddings in one space version, and what that version knows of classes.</summary>
public sealed record EvaluationInput
{
    /// <summary>The space version, <c>name@7</c> or <c>PACK@0</c>.</summary>
    public required string Space { get; init; }

    /// <summary>The hash of its manifest; empty for a pack.</summary>
    public string SpaceSha256 { get; init; } = "";

    /// <summary>The items.</summary>
    public required IReadOnlyList<EvaluationItem> Items { get; init; }

    /// <summary>Their embeddings, one row each.</summary>
    public required EmbeddingMatrix Embeddings { get; init; }

    /// <summary>The class centers; null for a space without: then nothing that needs classes of the space is measured.</summary>
    public CenterSet? Centers { get; init; }

    /// <summary>How class scores are made.</summary>
    public ScoreRule Rule { get; init; } = new();

    /// <summary>The calibration of each modality that has one.</summary>
    public IReadOnlyDictionary<Modality, ScoreCalibration> Calibrations { get; init; } = new Dictionary<Modality, ScoreCalibration>();

    /// <summary>The ids whose labels went into the centers; they are left out here, whatever the caller passes as items.</summary>
    public IReadOnlySet<string> CalibratedIds { get; init; } = new HashSet<string>();

    /// <summary>Whether the modalities share one space, so that their vectors can be compared with each other.</summary>
    public bool Comparable { get; init; } = true;

    /// <summary>How many items of each modality there were, where the reader took a sample already.</summary>
    public IReadOnlyDictionary<Modality, int> Available { get; init; } = new Dictionary<Modality, int>();

    /// <summary>How many items the reader left out already because they are in <see cref="CalibratedIds"/>.</summary>
    public int CalibratedRows { get; init; }

    /// <summary>How many rows were left out because their item had one already.</summary>
    public int RepeatedRows { get; init; }
}
