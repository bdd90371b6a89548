namespace UniBind.Grid.Corpora;

/// <summary>The commit point of a part that is several files, <c>part-SHARD.json</c>.</summary>
internal sealed record NpyPart
{
    /// <summary>The shard's account.</summary>
    public required ShardAccount Account { get; init; }

    /// <summary>The columns but the embedding, one JSON object a row.</summary>
    public required PartFile Rows { get; init; }

    /// <summary>The embeddings, row by row in the same order.</summary>
    public required PartFile Embeddings { get; init; }
}
