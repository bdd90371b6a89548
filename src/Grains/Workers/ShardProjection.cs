using UniBind.Grid.Alignment;
using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Makes the rows of a shard in another space version from its raw embeddings, item by item as an embedding job would have made them.</summary>
/// <param name="id">The version as it stands in the rows.</param>
/// <param name="space">The version; null for <c>PACK@0</c>, whose embeddings are the raw ones.</param>
/// <param name="projection">The way into it; null for <c>PACK@0</c>.</param>
internal sealed class ShardProjection(string id, Space? space, SpaceProjection? projection)
{
    /// <summary>Rows a step: enough for the products to run at full speed, and few enough to stop between two of them.</summary>
    private const int StepRows = 512;

    /// <summary>Projects the rows; an item with a row that has no direction in the space becomes a dead letter, behind those of the source.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="continuation">For each row whether it is a further one of the item before it.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public (List<OutputRow> Rows, IReadOnlyList<DeadLetter> DeadLetters) Apply(RawShard shard, bool[] continuation, CancellationToken cancellationToken)
    {
        var rows = new List<OutputRow>(shard.Rows.Count);
        var problems = new string?[shard.Rows.Count];
        for (var start = 0; start < shard.Rows.Count; start += StepRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Project(shard, start, Math.Min(StepRows, shard.Rows.Count - start), continuation, rows, problems);
        }
        return problems.All(p => p is null)
            ? (rows, shard.Account.DeadLetters)
            : DropItems(shard, continuation, rows, problems);
    }

    private void Project(RawShard shard, int start, int count, bool[] continuation, List<OutputRow> rows, string?[] problems)
    {
        ScoredBatch? scored = null;
        if (projection is not null)
        {
            try
            {
                scored = projection.Apply(new EmbeddingMatrix(shard.Raw.Slice(start * shard.Dimension, count * shard.Dimension), count, shard.Dimension));
            }
            catch (AlignmentException) when (count > 1)
            {
                // One row without a direction must not cost the others theirs.
                for (var i = 0; i < count; i++)
                    Project(shard, start + i, 1, continuation, rows, problems);
                return;
            }
            catch (AlignmentException e)
            {
                problems[start] = e.Message;
            }
        }
        for (var i = 0; i < count; i++)
            rows.Add(Row(shard.Rows[start + i], scored, i, shard.RawOf(start + i)) with { Origin = continuation[start + i] ? RowOrigin.Continuation : RowOrigin.Carried });
    }

    private OutputRow Row(OutputRow source, ScoredBatch? scored, int i, ReadOnlySpan<float> raw) => source with
    {
        Space = id,
        Head = projection?.HeadSha256 ?? SpaceProjection.Identity,
        Embedding = (scored is null ? raw : scored.Embeddings.Row(i)).ToArray(),
        Class = scored is not null && scored.Class[i] >= 0 ? space!.Centers!.Classes[scored.Class[i]] : null,
        Score = scored is null || space!.Centers is null ? null : scored.Score[i],
    };

    private static (List<OutputRow>, IReadOnlyList<DeadLetter>) DropItems(RawShard shard, bool[] continuation, List<OutputRow> rows, string?[] problems)
    {
        var kept = new List<OutputRow>(rows.Count);
        var dead = new List<DeadLetter>(shard.Account.DeadLetters);
        for (int i = 0, end; i < rows.Count; i = end)
        {
            for (end = i + 1; end < rows.Count && continuation[end];)
                end++;
            if (problems[i..end].FirstOrDefault(p => p is not null) is { } problem)
                dead.Add(new DeadLetter(ItemId(rows[i], end - i), rows[i].Uri, ItemStage.Encode, ItemErrorCodes.NotFinite, problem));
            else
                kept.AddRange(rows[i..end]);
        }
        return (kept, dead);
    }

    private static string ItemId(OutputRow first, int rows) =>
        rows > 1 && first.Id.EndsWith(ChunkRows.FirstSuffix, StringComparison.Ordinal) ? first.Id[..^ChunkRows.FirstSuffix.Length] : first.Id;
}
