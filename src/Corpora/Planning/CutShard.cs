namespace UniBind.Grid.Corpora;

/// <summary>A shard as it was cut.</summary>
/// <param name="Kind">Where its rows come from.</param>
/// <param name="Items">Its items, in the order of their work; at least one.</param>
internal readonly record struct CutShard(ShardKind Kind, ReadOnlyMemory<PlannedItem> Items);
