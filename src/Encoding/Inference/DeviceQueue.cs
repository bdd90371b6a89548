namespace UniBind.Grid.Encoding;

/// <summary>
/// What waits for a device: online work first, but batch work has every fifth turn, so that neither waits for ever. Within a kind, first come, first served.
/// </summary>
/// <remarks>Thread-safe. It bounds nothing itself: what may be queued is bounded where work is made.</remarks>
internal sealed class DeviceQueue
{
    /// <summary>How many online works may pass a waiting batch work.</summary>
    public const int OnlineTurns = 4;

    private readonly object _gate = new();
    private readonly Queue<DeviceWork> _online = new();
    private readonly Queue<DeviceWork> _batch = new();
    private int _onlineInARow;
    private bool _closed;

    /// <summary>The works that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _online.Count + _batch.Count;
        }
    }

    /// <summary>Queues a work.</summary>
    /// <param name="work">The work.</param>
    /// <param name="online">Whether someone waits for it at this moment.</param>
    /// <param name="follows">True when a work that is being done adds the rest of itself, which a closed queue still takes.</param>
    /// <returns>False when the queue is closed; the work was not taken.</returns>
    public bool TryAdd(DeviceWork work, bool online, bool follows)
    {
        work.Stamp();
        lock (_gate)
        {
            if (_closed && !follows)
                return false;
            (online ? _online : _batch).Enqueue(work);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Takes the next work, and waits for it on the calling thread.</summary>
    /// <returns>Null when the queue is closed and empty.</returns>
    public DeviceWork? Take()
    {
        lock (_gate)
        {
            while (_online.Count == 0 && _batch.Count == 0)
            {
                if (_closed)
                    return null;
                Monitor.Wait(_gate);
            }

            if (_online.Count > 0 && (_batch.Count == 0 || _onlineInARow < OnlineTurns))
            {
                _onlineInARow++;
                return _online.Dequeue();
            }

            _onlineInARow = 0;
            return _batch.Dequeue();
        }
    }

    /// <summary>Takes out all that waits.</summary>
    public IReadOnlyList<DeviceWork> Drain()
    {
        lock (_gate)
        {
            DeviceWork[] waiting = [.. _online, .. _batch];
            _online.Clear();
            _batch.Clear();
            return waiting;
        }
    }

    /// <summary>Takes no more work; what is queued can still be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
