namespace UniBind.Grid.Alignment;

/// <summary>The tables of one modality; its numbers stand among <see cref="EvaluationResult.Metrics"/>.</summary>
public sealed record ModalityEvaluation
{
    /// <summary>The modality's name.</summary>
    public required string Modality { get; init; }

    /// <summary>The items after sampling.</summary>
    public required int Items { get; init; }

    /// <summary>The items before sampling, without those that calibrated the centers.</summary>
    public required int Available { get; init; }

    /// <summary>The items with a label that is a class of the space: those that accuracy counts.</summary>
    public required int Labelled { get; init; }

    /// <summary>The items in metrics that compare every item with every other one.</summary>
    public required int Sampled { get; init; }

    /// <summary>The temperature of its confidences.</summary>
    public required double Temperature { get; init; }

    /// <summary>Whether the temperature was fitted on held-out items.</summary>
    public required bool Fitted { get; init; }

    /// <summary>The cells of the confusion matrix that are not zero, by class, then by frequency.</summary>
    public required IReadOnlyList<ConfusionCell> Confusion { get; init; }

    /// <summary>The reliability table.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }
}

/// <summary>One cell of a confusion matrix.</summary>
/// <param name="Label">The class that an item has.</param>
/// <param name="Class">The class that it was given.</param>
/// <param name="Count">How many.</param>
public sealed record ConfusionCell(string Label, string Class, int Count);

/// <summary>The items whose confidence lies in one range.</summary>
/// <param name="From">The least confidence.</param>
/// <param name="To">The greatest one.</param>
/// <param name="Count">The items.</param>
/// <param name="Confidence">Their mean confidence; 0 without items.</param>
/// <param name="Accuracy">The share of them whose class is right; 0 without items.</param>
public sealed record ReliabilityBin(double From, double To, int Count, double Confidence, double Accuracy);
