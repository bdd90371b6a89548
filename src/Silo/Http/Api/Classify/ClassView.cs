namespace UniBind.Grid.Silo;

/// <summary>A class that an item may belong to.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Score">Its score.</param>
/// <param name="Confidence">The score as a probability; null where nothing was held out to fit it on.</param>
/// <param name="Description">The description of the class that is nearest to the item: the explanation.</param>
internal sealed record ClassView(string Class, float Score, float? Confidence, string Description);
