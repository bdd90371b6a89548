namespace UniBind.Grid.Alignment;

/// <summary>What a report shows.</summary>
public sealed record ReportInput
{
    /// <summary>The evaluation; of two, the second one.</summary>
    public required EvaluationResult Result { get; init; }

    /// <summary>Its items and embeddings, for maps and examples.</summary>
    public required EvaluationInput Items { get; init; }

    /// <summary>Both evaluations; null when there is one only.</summary>
    public EvaluationComparison? Comparison { get; init; }

    /// <summary>The items and embeddings of the first one; null when there is one only.</summary>
    public EvaluationInput? ItemsBefore { get; init; }

    /// <summary>The folders that addresses of items are relative to, for thumbnails and players.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>The command that made the report.</summary>
    public string Command { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The most bytes of thumbnails and sounds, as they stand in the page.</summary>
    public int MaxMediaBytes { get; init; } = 6 << 20;
}
