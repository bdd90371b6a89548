namespace UniBind.Grid.Alignment;

/// <summary>What an evaluation measured.</summary>
public sealed record EvaluationResult
{
    /// <summary>The space version.</summary>
    public required string Space { get; init; }

    /// <summary>The hash of its manifest; empty for a pack.</summary>
    public string SpaceSha256 { get; init; } = "";

    /// <summary>The bounds and the seed.</summary>
    public required EvaluationOptions Options { get; init; }

    /// <summary>The items that were handed in.</summary>
    public required int Items { get; init; }

    /// <summary>The items left out because their labels went into the centers.</summary>
    public required int Calibrated { get; init; }

    /// <summary>Rows left out because their item had one already.</summary>
    public int RepeatedRows { get; init; }

    /// <summary>The classes of the space; empty without centers.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The modalities, in the order of their stored values.</summary>
    public required IReadOnlyList<ModalityEvaluation> Modalities { get; init; }

    /// <summary>Every number, in the order in which they were measured; names are unique.</summary>
    public required IReadOnlyList<Metric> Metrics { get; init; }

    /// <summary>What a reader must know beside the numbers, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>A metric by its name; null when it was not measured.</summary>
    public Metric? Find(string name) => Metrics.FirstOrDefault(m => m.Name == name);
}
