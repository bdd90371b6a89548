namespace UniBind.Grid;

/// <summary>A frozen page of the listing.</summary>
/// <param name="Index">The page's number, from 0.</param>
/// <param name="Rows">Its items, those with an error included.</param>
/// <param name="Bytes">The size of their content.</param>
/// <param name="IsRetry">True when its items are dead letters of earlier pages that are tried again, and no further input.</param>
[GenerateSerializer, Immutable, Alias("unibind.ListedPage")]
public sealed record ListedPage([property: Id(0)] int Index, [property: Id(1)] int Rows, [property: Id(2)] long Bytes, [property: Id(3)] bool IsRetry = false);
