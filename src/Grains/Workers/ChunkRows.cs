using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Tells the further rows of items that have several (long texts in windows), which the output itself does not mark.</summary>
internal static class ChunkRows
{
    /// <summary>The end of the id of the first of several rows.</summary>
    public const string FirstSuffix = Suffix + "0";

    private const string Suffix = "#chunk=";

    /// <summary>For each row of a shard whether it is a further one of the item before it.</summary>
    /// <param name="folder">The job's folder, for the plan.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="cancellationToken">Ends the reading of the plan.</param>
    /// <exception cref="CorpusException">Rows and account of the part do not agree.</exception>
    public static async Task<bool[]> ContinuationsAsync(JobFolder folder, RawShard shard, CancellationToken cancellationToken)
    {
        var continuations = new bool[shard.Rows.Count];
        if (shard.Account.Continuation == 0)
            return continuations;

        // An item's own id may end like a chunk's; the plan knows.
        var items = (await ShardFile.ReadAsync(folder.Shard(shard.Account.Shard), cancellationToken)).Select(i => i.Item.Id).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < continuations.Length; i++)
        {
            var id = shard.Rows[i].Id;
            continuations[i] = id.LastIndexOf(Suffix, StringComparison.Ordinal) is var at && at >= 0
                && !items.Contains(id) && items.Contains(id[..at]) && id.AsSpan(at + Suffix.Length) is not "0";
        }
        return continuations.Count(c => c) == shard.Account.Continuation
            ? continuations
            : throw new CorpusException($"The part of shard {shard.Account.Shard} counts {shard.Account.Continuation} further rows of items, and has {continuations.Count(c => c)}.");
    }
}
