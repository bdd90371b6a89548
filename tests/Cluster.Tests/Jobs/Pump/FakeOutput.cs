using System.Collections.Concurrent;

namespace UniBind.Grid.Cluster.Tests;

/// <summary>A job's output as the protocol sees it: the first commit of a shard stands, later ones adopt it.</summary>
internal sealed class FakeOutput(int shards)
{
    public const int Items = 10;

    public PlannedShard[] Shards { get; } = [.. Enumerable.Range(0, shards).Select(i => new PlannedShard($"00000-{i:D4}", Modality.Text, Items, Items))];

    public ConcurrentDictionary<string, ShardLease> Parts { get; } = new();

    public ShardReport Commit(ShardLease lease, TimeSpan wall) => new()
    {
        Shard = lease.Shard.Id,
        Embedded = Items,
        Rows = Items,
        Adopted = !Parts.TryAdd(lease.Shard.Id, lease),
        Times = new ShardTimes { Wall = wall },
    };
}
