namespace UniBind.Grid.Media;

/// <summary>What happens to a text that is longer than its encoder's window. Never silent: the row's <c>truncated</c> column says it.</summary>
public enum LongText
{
    /// <summary>The start is embedded, the rest is left out; <c>truncated</c> is true.</summary>
    Truncate,

    /// <summary>The text is cut into windows; the item's embedding is the mean of their embeddings.</summary>
    ChunkMean,

    /// <summary>The text is cut into windows; each becomes a row of its own, <c>id#chunk=k</c>.</summary>
    ChunkRows,
}
