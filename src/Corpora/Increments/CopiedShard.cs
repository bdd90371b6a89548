namespace UniBind.Grid.Corpora;

/// <summary>What came of copying a shard's rows.</summary>
/// <param name="Rows">The rows, in the order of the items.</param>
/// <param name="Raw">Their raw embeddings, in the same order; null where the embeddings are raw themselves or none are kept.</param>
/// <param name="DeadLetters">The items whose original has no row.</param>
public sealed record CopiedShard(IReadOnlyList<OutputRow> Rows, IReadOnlyList<RawRow>? Raw, IReadOnlyList<DeadLetter> DeadLetters);
