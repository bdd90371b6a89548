namespace UniBind.Grid.Grains;

/// <summary>Keeps what was used last, up to a number. What is pushed out stays good for whoever has it, and is freed when nobody has.</summary>
/// <remarks>Thread-safe. A value is made once, outside the lock; a failure to is not kept.</remarks>
internal sealed class RecentCache<TKey, T>(int capacity) where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, Lazy<T> Value)>> _known = [];
    private readonly LinkedList<(TKey Key, Lazy<T> Value)> _order = [];

    /// <summary>The values that are kept and made.</summary>
    public IReadOnlyList<T> Values
    {
        get
        {
            lock (_lock)
                return [.. _order.Where(e => e.Value.IsValueCreated).Select(e => e.Value.Value)];
        }
    }

    /// <summary>The value of a key if it is there and made; makes nothing.</summary>
    public T? TryGet(TKey key)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue(key, out var entry) || !entry.Value.Value.IsValueCreated)
                return default;
            _order.Remove(entry);
            _order.AddFirst(entry);
            return entry.Value.Value.Value;
        }
    }

    /// <summary>The value of a key, made if it is not there.</summary>
    public T Get(TKey key, Func<TKey, T> make)
    {
        LinkedListNode<(TKey Key, Lazy<T> Value)>? entry;
        lock (_lock)
        {
            if (_known.TryGetValue(key, out entry))
                _order.Remove(entry);
            else
                _known[key] = entry = new((key, new Lazy<T>(() => make(key))));
            _order.AddFirst(entry);
            while (_known.Count > capacity)
            {
                _known.Remove(_order.Last!.Value.Key);
                _order.RemoveLast();
            }
        }
        try
        {
            return entry.Value.Value.Value;
        }
        catch
        {
            // Somebody may have asked again already: only this entry goes.
            lock (_lock)
            {
                if (_known.TryGetValue(key, out var now) && now == entry)
                {
                    _known.Remove(key);
                    _order.Remove(entry);
                }
            }
            throw;
        }
    }
}
