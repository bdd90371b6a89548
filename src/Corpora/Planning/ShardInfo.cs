namespace UniBind.Grid.Corpora;

/// <summary>One shard of a plan.</summary>
/// <param name="Id">Page and number, <c>00012-0003</c>; see <see cref="ShardId"/>.</param>
/// <param name="Modality">The modality of all its items.</param>
/// <param name="Items">How many there are.</param>
/// <param name="Bytes">Their content's bytes.</param>
/// <param name="Cost">The sum of their costs, in the modality's unit.</param>
/// <param name="Kind">Where its rows come from.</param>
public sealed record ShardInfo(string Id, Modality Modality, int Items, long Bytes, double Cost, ShardKind Kind = ShardKind.Encode);
