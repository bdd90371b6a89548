namespace UniBind.Grid.Alignment;

/// <summary>The score of one class for one item.</summary>
/// <param name="Class">The class's place among the classes of the space.</param>
/// <param name="Score">Its score by the space's <see cref="ScoreRule"/>.</param>
/// <param name="Confidence">The calibrated share of it among all classes, 0 to 1; null where no calibration was fitted.</param>
/// <param name="Row">The row of its center that is nearest to the item: the explanation.</param>
public readonly record struct ClassScore(int Class, float Score, float? Confidence, int Row);
