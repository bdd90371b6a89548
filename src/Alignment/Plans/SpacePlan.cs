using UniBind.Grid.Corpora;

namespace UniBind.Grid.Alignment;

/// <summary>
/// Tells which rows of a job's output would be of another class in another version of the space: both versions score the stored raw embeddings, nothing is written.
/// The versions need not be published; whoever can open one as a <see cref="Space"/> can plan with it. All rows count as changed or not; for accuracy, rows whose
/// labels went into the centers of a version are left out, and so are those of the split <c>train</c>, as in every evaluation.
/// </summary>
/// <remarks>Thread-safe. Memory: a few shards at a time, and one counter for each pair of classes.</remarks>
/// <param name="before">The old version; stays the caller's.</param>
/// <param name="after">The new version; stays the caller's.</param>
public sealed class SpacePlan(Space before, Space after)
{
    /// <summary>Runs the plan.</summary>
    /// <param name="source">The output.</param>
    /// <param name="list">So many changes are part of the result.</param>
    /// <param name="each">Gets every change, in the order of the output; null for nobody.</param>
    /// <param name="cancellationToken">Ends the plan.</param>
    /// <exception cref="AlignmentException">A version does not take the raw embeddings: another encoder made them.</exception>
    /// <exception cref="CorpusException">The output keeps no raw embeddings, or a part is damaged.</exception>
    public async Task<SpacePlanResult> RunAsync(RawReader source, int list, Func<ClassChange, Task>? each = null, CancellationToken cancellationToken = default)
    {
        var tally = new PlanTally(list);
        var ahead = new Queue<Task<ShardPlan>>();
        try
        {
            foreach (var shard in await source.ShardsAsync(cancellationToken).ConfigureAwait(false))
            {
                ahead.Enqueue(Task.Run(async () => Plan(await source.ReadShardAsync(shard, cancellationToken).ConfigureAwait(false)), cancellationToken));
                if (ahead.Count >= Environment.ProcessorCount)
                    await TakeAsync(ahead.Dequeue()).ConfigureAwait(false);
            }
            while (ahead.TryDequeue(out var next))
                await TakeAsync(next).ConfigureAwait(false);
        }
        finally
        {
            await ((Task)Task.WhenAll(ahead)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return tally.Result(before.Manifest.Id, after.Manifest.Id);

        async Task TakeAsync(Task<ShardPlan> done)
        {
            var plan = await done.ConfigureAwait(false);
            tally.Add(plan);
            if (each is null)
                return;
            foreach (var change in plan.Changes)
                await each(change).ConfigureAwait(false);
        }
    }

    /// <summary>The plan of one shard.</summary>
    internal ShardPlan Plan(RawShard shard)
    {
        if (shard.Rows.Count == 0)
            return ShardPlan.Empty;
        var first = shard.Rows[0];
        var raw = new EmbeddingMatrix(shard.Raw, shard.Rows.Count, shard.Dimension);
        var notes = new List<string>();
        var (old, oldScores) = Classes(before, raw, first, notes);
        var (now, nowScores) = Classes(after, raw, first, notes);
        var changes = new List<ClassChange>();
        long labelled = 0, right = 0, rightAfter = 0;
        for (var i = 0; i < shard.Rows.Count; i++)
        {
            var labels = shard.Rows[i].Labels;
            if (labels.Count > 0 && !IsSeen(shard.Rows[i]))
            {
                labelled++;
                right += old[i] is { } a && labels.Contains(a) ? 1 : 0;
                rightAfter += now[i] is { } b && labels.Contains(b) ? 1 : 0;
            }
            if (old[i] != now[i])
                changes.Add(new ClassChange(shard.Rows[i].Id, first.Modality.Name(), old[i], now[i], oldScores[i], nowScores[i], labels));
        }
        return new ShardPlan(first.Modality, new ModalityPlan(first.Modality.Name(), shard.Rows.Count, changes.Count, labelled, right, rightAfter), changes, notes);
    }

    /// <summary>Whether centers or heads may have been made with the row's labels: they say nothing about other items.</summary>
    private bool IsSeen(OutputRow row) =>
        TrainingSplit.IsTrain(row.Split) || before.CalibratedIds.Contains(row.Id) || after.CalibratedIds.Contains(row.Id);

    private static (string?[] Classes, float[] Scores) Classes(Space space, EmbeddingMatrix raw, OutputRow first, List<string> notes)
    {
        var classes = new string?[raw.Rows];
        if (!SpaceProjection.Supports(space, first.Modality))
        {
            notes.Add($"'{space.Manifest.Id}' has no head for {first.Modality.Name()}: its rows have no class there.");
            return (classes, new float[raw.Rows]);
        }
        var scored = SpaceProjection.Create(space, first.Modality, first.Encoder, raw.Columns).Apply(raw);
        for (var i = 0; i < classes.Length; i++)
            classes[i] = scored.Class[i] >= 0 ? space.Centers!.Classes[scored.Class[i]] : null;
        return (classes, scored.Score);
    }
}
