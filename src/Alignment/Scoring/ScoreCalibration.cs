namespace UniBind.Grid.Alignment;

/// <summary>Turns the class scores of one modality into confidences.</summary>
/// <param name="Temperature">Confidence = softmax(scores / temperature).</param>
/// <param name="UnknownBelow">An item whose best confidence is lower belongs to no class; 0 never says so.</param>
public sealed record ScoreCalibration(double Temperature, double UnknownBelow);
