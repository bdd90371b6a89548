namespace UniBind.Grid.Alignment;

/// <summary>The best classes of one item.</summary>
/// <param name="Top">The classes, best first, of equal scores the first class first; none where no class has a row for the modality.</param>
/// <param name="Margin">The best score less the second; 0 where there are fewer than two classes.</param>
/// <param name="IsUnknown">Whether the best confidence is below the calibration's threshold, or there is no class: the item belongs to none.</param>
public sealed record ScoredItem(ClassScore[] Top, float Margin, bool IsUnknown);
