namespace UniBind.Grid.Corpora;

/// <summary>A page cut into shards.</summary>
/// <param name="Shards">The shards: those to encode, then those to carry over, then those to copy.</param>
/// <param name="Keys">The contents that no page before has, by ascending key.</param>
internal sealed record PageCut(IReadOnlyList<CutShard> Shards, ReadOnlyMemory<ContentEntry> Keys)
{
    /// <summary>A page whose contents are compared with nothing.</summary>
    public static PageCut Plain(PlannedItem[] items, PlanOptions options) =>
        new([.. ShardCutter.Cut(items, options).Select(s => new CutShard(ShardKind.Encode, s))], ReadOnlyMemory<ContentEntry>.Empty);
}
