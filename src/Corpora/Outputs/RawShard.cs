namespace UniBind.Grid.Corpora;

/// <summary>One shard of a finished job as a realign needs it: its rows without their embeddings, the raw embeddings in the same order, and its dead letters.</summary>
/// <param name="Account">The account of the source's part, the dead letters in it; without hash and size.</param>
/// <param name="Rows">The rows; <see cref="OutputRow.Embedding"/> is empty, <see cref="OutputRow.Origin"/> is not known.</param>
/// <param name="Raw">The raw embeddings, row by row in one piece.</param>
/// <param name="Dimension">The length of each; 0 without rows.</param>
public sealed record RawShard(ShardAccount Account, IReadOnlyList<OutputRow> Rows, ReadOnlyMemory<float> Raw, int Dimension)
{
    /// <summary>The raw embedding of a row.</summary>
    public ReadOnlySpan<float> RawOf(int row) => Raw.Span.Slice(row * Dimension, Dimension);
}
