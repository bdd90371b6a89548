using UniBind.Grid.Corpora;

namespace UniBind.Grid.Grains;

/// <summary>Says of a committed shard what the coordinator counts.</summary>
internal static class ShardReports
{
    public static ShardReport Of(ShardAccount account, ShardTimes times, bool adopted) => new()
    {
        Shard = account.Shard,
        Embedded = account.Embedded,
        Reused = account.Reused,
        Carried = account.Carried,
        Duplicate = account.Duplicate,
        DeadLettered = account.DeadLetters.Count,
        Rows = account.Rows,
        Adopted = adopted,
        Errors = ErrorCount.Of(account.DeadLetters),
        Times = times,
    };
}
