namespace UniBind.Grid.Corpora;

/// <summary>The raw embedding of one item, as <c>raw/part-*.parquet</c> holds it.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Raw">What the frozen encoder returned, L2-normalised; its length is the encoder's raw dimension.</param>
public sealed record RawRow(string Id, float[] Raw);
