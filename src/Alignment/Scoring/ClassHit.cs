namespace UniBind.Grid.Alignment;

/// <summary>A class that an item may belong to, and why.</summary>
/// <param name="Class">The class's place among the classes of the space.</param>
/// <param name="Name">Its name.</param>
/// <param name="Score">Its score.</param>
/// <param name="Confidence">The calibrated share of it among all classes, 0 to 1; null where no calibration was fitted.</param>
/// <param name="Row">The row of its center that is nearest to the item.</param>
/// <param name="Text">The description behind that row: the explanation.</param>
public sealed record ClassHit(int Class, string Name, float Score, float? Confidence, int Row, string Text);
