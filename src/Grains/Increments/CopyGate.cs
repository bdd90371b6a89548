namespace UniBind.Grid.Grains;

/// <summary>Holds back the shards that copy rows of their own job until these rows are there: all shards to encode or carry of the pages up to theirs.</summary>
/// <remarks>Used from one grain's turns only; not thread-safe.</remarks>
internal sealed class CopyGate
{
    private readonly Dictionary<int, Page> _pages = [];
    private int _next;

    /// <summary>Takes a planned page in, in whatever order its message came.</summary>
    /// <returns>The shards that may run now.</returns>
    public IReadOnlyList<PlannedShard> Accept(PlannedPage planned)
    {
        var copies = planned.Shards.Where(s => s.Kind == ShardKind.Copy).ToArray();
        _pages[planned.Index] = new Page(copies) { Open = planned.Shards.Length - copies.Length };
        return [.. planned.Shards.Where(s => s.Kind != ShardKind.Copy), .. Release()];
    }

    /// <summary>A shard is committed.</summary>
    /// <returns>The shards that may run now because of it.</returns>
    public IReadOnlyList<PlannedShard> Finish(int page, PlannedShard shard)
    {
        if (shard.Kind == ShardKind.Copy || !_pages.TryGetValue(page, out var open))
            return [];
        open.Open--;
        return Release();
    }

    private List<PlannedShard> Release()
    {
        var released = new List<PlannedShard>();
        while (_pages.TryGetValue(_next, out var page) && page.Open == 0)
        {
            released.AddRange(page.Copies);
            _pages.Remove(_next++);
        }
        return released;
    }

    private sealed class Page(PlannedShard[] copies)
    {
        public PlannedShard[] Copies { get; } = copies;

        public int Open { get; set; }
    }
}
