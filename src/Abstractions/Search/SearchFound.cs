namespace UniBind.Grid;

/// <summary>What one encoder silo found in its share.</summary>
/// <param name="Hits">The nearest rows of the share, best first.</param>
/// <param name="Rows">The rows that were compared.</param>
[GenerateSerializer, Immutable, Alias("unibind.SearchFound")]
public sealed record SearchFound([property: Id(0)] SearchHit[] Hits, [property: Id(1)] long Rows);
