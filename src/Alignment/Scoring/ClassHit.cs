namespace UniBind.Grid.Alignment;

/// <summary>A class with its score for one item.</summary>
/// <param name="Class">The class's place among the classes of the space.</param>
/// <param name="Name">Its name.</param>
/// <param name="Score">Its score.</param>
/// <param name="Confidence">The score as a probability; null without a calibration.</param>
/// <param name="Row">The center row that won.</param>
/// <param name="Text">The description of that row: the explanation.</param>
public sealed record ClassHit(int Class, string Name, float Score, float? Confidence, int Row, string Text);
