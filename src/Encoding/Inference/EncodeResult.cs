namespace UniBind.Grid.Encoding;

/// <summary>What became of one item: either a vector or an error.</summary>
/// <param name="Vector">The raw embedding, L2-normalised; null when there is an error. The caller's own.</param>
/// <param name="Error">Why the item has none; null when there is a vector.</param>
public readonly record struct EncodeResult(float[]? Vector, ItemException? Error);
