namespace UniBind.Grid;

/// <summary>How far the building of centers is.</summary>
/// <param name="Classes">The classes to build.</param>
/// <param name="Built">Those built so far.</param>
/// <param name="Unchanged">Those whose center stands already.</param>
/// <param name="Rows">The rows built so far.</param>
[GenerateSerializer, Immutable, Alias("unibind.CenterBuildProgress")]
public sealed record CenterBuildProgress(
    [property: Id(0)] int Classes,
    [property: Id(1)] int Built,
    [property: Id(2)] int Unchanged,
    [property: Id(3)] long Rows);
