namespace UniBind.Grid.Grains;

/// <summary>The shards that wait for a silo: in the order of the plan, those that storage failed after a pause.</summary>
/// <remarks>Used from one grain's turns only; not thread-safe.</remarks>
internal sealed class ShardQueue(TimeProvider time)
{
    private readonly LinkedList<OpenShard> _ready = new();
    private readonly PriorityQueue<OpenShard, long> _later = new();

    public bool IsEmpty => _ready.Count == 0 && _later.Count == 0;

    /// <summary>A shard of a new page.</summary>
    public void Add(OpenShard shard) => _ready.AddLast(shard);

    /// <summary>A shard whose attempt was lost: it goes first, as its page waits for it.</summary>
    public void AddFirst(OpenShard shard) => _ready.AddFirst(shard);

    /// <summary>A shard that is tried again after a pause.</summary>
    public void AddAfter(OpenShard shard, TimeSpan pause) => _later.Enqueue(shard, time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency));

    /// <summary>The next shard, without taking it; null when none is due. Those that were committed meanwhile are passed over.</summary>
    public OpenShard? Peek()
    {
        while (_later.TryPeek(out _, out var due) && due <= time.GetTimestamp())
            _ready.AddFirst(_later.Dequeue());
        while (_ready.First is { Value.IsClosed: true })
            _ready.RemoveFirst();
        return _ready.First?.Value;
    }

    /// <summary>Takes the shard that <see cref="Peek"/> showed.</summary>
    public void Take() => _ready.RemoveFirst();
}
