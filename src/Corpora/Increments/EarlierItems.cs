using System.Runtime.CompilerServices;

namespace UniBind.Grid.Corpora;

/// <summary>Lists the items of a finished job that have rows, shard by shard in the order of the plan; what was tried again comes last.</summary>
/// <remarks>Memory: one shard.</remarks>
public static class EarlierItems
{
    /// <summary>The items as a listing takes them over: labels and all the rest as they were, with the modality that they were embedded as and the hash of their content.</summary>
    /// <exception cref="CorpusException">A plan or part is gone or damaged.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<CorpusItem>> ListAsync(JobFolder earlier, [EnumeratorCancellation] CancellationToken ct = default)
    {
        await foreach (var shard in ReadAsync(earlier, ct).ConfigureAwait(false))
            yield return shard.ConvertAll(i => i.Planned.Item with { Modality = i.Planned.Modality, Sha256 = i.ContentSha256 });
    }

    internal static async IAsyncEnumerable<List<EarlierItem>> ReadAsync(JobFolder earlier, [EnumeratorCancellation] CancellationToken ct)
    {
        var listing = await ListingSummary.ReadAsync(earlier, ct).ConfigureAwait(false) ?? throw new CorpusException($"The listing in '{earlier.Root}' is gone; embed the corpus again without --since.");

        // An item that was dead and has its row in a later page stands here once: for its row.
        await foreach (var plan in RetryPages.PlansAsync(earlier, listing, ct).ConfigureAwait(false))
            foreach (var info in plan.Shards)
                if (await ReadShardAsync(earlier, info.Id, ct).ConfigureAwait(false) is { Count: > 0 } items)
                    yield return items;
    }

    private static async Task<List<EarlierItem>> ReadShardAsync(JobFolder earlier, string shard, CancellationToken ct)
    {
        var part = await PartReader.FindAsync(earlier, shard, ct).ConfigureAwait(false) ?? throw new CorpusException($"The part of shard {shard} in '{earlier.Root}' is gone; embed the corpus again without --since.");
        var planned = await ShardFile.ReadAsync(earlier.Shard(shard), ct).ConfigureAwait(false);
        var table = await PartReader.ReadTableAsync(part, ct).ConfigureAwait(false);
        var rows = new ItemRows(table.Select(r => r.Id), planned.Select(i => i.Item.Id));
        var (page, number) = ShardId.Parse(shard);
        var items = new List<EarlierItem>(planned.Count);
        for (var i = 0; i < planned.Count; i++)
            if (rows.Of(planned[i].Item.Id) is { Count: > 0 } own)
                items.Add(new EarlierItem(planned[i], new ItemPlace(page, number, i), table[own[0]].ContentSha256));
        return items;
    }
}
