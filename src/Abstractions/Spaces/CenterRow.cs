namespace UniBind.Grid;

/// <summary>A row of a center, for people.</summary>
/// <param name="Text">The description that it is the embedding of.</param>
/// <param name="Modalities">The modalities that it counts for; empty for all.</param>
[GenerateSerializer, Immutable, Alias("unibind.CenterRow")]
public sealed record CenterRow([property: Id(0)] string Text, [property: Id(1)] Modality[] Modalities);
