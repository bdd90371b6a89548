namespace UniBind.Grid;

/// <summary>A class that an item may belong to.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Score">Its score.</param>
/// <param name="Confidence">The score as a probability; null where nothing was held out to fit it on.</param>
/// <param name="Description">The description of the class that is nearest to the item: the explanation.</param>
[GenerateSerializer, Immutable, Alias("unibind.ClassCandidate")]
public sealed record ClassCandidate(
    [property: Id(0)] string Class,
    [property: Id(1)] float Score,
    [property: Id(2)] float? Confidence,
    [property: Id(3)] string Description);
