namespace UniBind.Grid.Encoding;

/// <summary>How an encoder's items are batched.</summary>
/// <param name="MaxRows">The most rows (clips, crops, chunks; one for most items) of one Run.</param>
/// <param name="MaxCost">The bound on rows times the padded elements of the dynamic dimensions (tokens, points) of one Run; 0 means none. A single row always runs.</param>
/// <param name="Padding">Whether items of unequal length may share a Run.</param>
public sealed record PackBatch(int MaxRows = PackBatch.DefaultMaxRows, int MaxCost = 0, PaddingMode Padding = PaddingMode.Auto)
{
    /// <summary>The rows of one Run where a pack says nothing.</summary>
    public const int DefaultMaxRows = 16;
}
