namespace UniBind.Grid.Grains;

/// <summary>
/// What waits for a decode thread: online items first, but batch work has every so many-th turn. A thread that takes online items alone never
/// stands behind a batch decode that lasts.
/// </summary>
/// <remarks>Thread-safe. It bounds nothing itself: callers bound how much they give.</remarks>
internal sealed class DecodeQueue
{
    /// <summary>How many online items may pass a waiting batch work.</summary>
    public const int OnlineTurns = 8;

    private readonly Lock _lock = new();
    private readonly Queue<DecodeWork> _online = new();
    private readonly Queue<DecodeWork> _batch = new();
    private readonly Stack<SemaphoreSlim> _idle = new();
    private readonly Stack<SemaphoreSlim> _idleOnline = new();
    private int _onlineInARow;
    private bool _closed;

    /// <summary>Queues a work.</summary>
    /// <param name="work">The work.</param>
    /// <param name="online">Whether someone waits for it at this moment.</param>
    /// <returns>False when the queue is closed.</returns>
    public bool TryAdd(DecodeWork work, bool online)
    {
        SemaphoreSlim? woken;
        lock (_lock)
        {
            if (_closed)
                return false;
            (online ? _online : _batch).Enqueue(work);
            if (!_idle.TryPop(out woken) && online)
                _idleOnline.TryPop(out woken);
        }
        woken?.Release();
        return true;
    }

    /// <summary>Takes the next work, and waits for it on the calling thread.</summary>
    /// <param name="onlineOnly">True to leave batch work to other threads.</param>
    /// <param name="wake">The calling thread's own.</param>
    /// <returns>Null when the queue is closed and holds nothing for the thread.</returns>
    public DecodeWork? Take(bool onlineOnly, SemaphoreSlim wake)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_online.Count > 0 && (onlineOnly || _batch.Count == 0 || _onlineInARow < OnlineTurns))
                {
                    if (!onlineOnly)
                        _onlineInARow++;
                    return _online.Dequeue();
                }
                if (!onlineOnly && _batch.Count > 0)
                {
                    _onlineInARow = 0;
                    return _batch.Dequeue();
                }
                if (_closed)
                    return null;
                (onlineOnly ? _idleOnline : _idle).Push(wake);
            }
            wake.Wait();
        }
    }

    /// <summary>Takes out what waits: all, or the batch work alone.</summary>
    public IReadOnlyList<DecodeWork> Drain(bool batchOnly)
    {
        lock (_lock)
        {
            DecodeWork[] waiting = batchOnly ? [.. _batch] : [.. _online, .. _batch];
            _batch.Clear();
            if (!batchOnly)
                _online.Clear();
            return waiting;
        }
    }

    /// <summary>Takes no more work; what is queued is still done.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            while (_idle.TryPop(out var wake) || _idleOnline.TryPop(out wake))
                wake.Release();
        }
    }
}
