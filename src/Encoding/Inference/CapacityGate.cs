namespace UniBind.Grid.Encoding;

/// <summary>Bounds what waits in a queue by number and by bytes. Who finds no room waits in turn, without a thread.</summary>
/// <remarks>Thread-safe. An item that is larger than the whole capacity is let in when nothing else is there.</remarks>
internal sealed class CapacityGate(int capacity, long capacityBytes)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiters = [];
    private int _count;
    private long _bytes;

    /// <summary>The items that were let in and have not left.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Waits for room. Who was let in has to call <see cref="Leave"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public ValueTask EnterAsync(long bytes, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            if (_waiters.Count == 0 && Fits(bytes))
            {
                Take(bytes);
                return ValueTask.CompletedTask;
            }

            node = _waiters.AddLast(new Waiter(bytes));
        }

        return WaitAsync(node, cancellationToken);
    }

    /// <summary>Gives room back.</summary>
    public void Leave(long bytes)
    {
        lock (_lock)
        {
            _count--;
            _bytes -= bytes;
            LetIn();
        }
    }

    private async ValueTask WaitAsync(LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(_ => Cancel(node, cancellationToken), null).ConfigureAwait(false);
        await node.Value.Task.ConfigureAwait(false);
    }

    private void Cancel(LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (node.List is null)
                return; // let in already
            _waiters.Remove(node);
            LetIn(); // whoever stood behind a large item may fit
        }

        node.Value.TrySetCanceled(cancellationToken);
    }

    private void LetIn()
    {
        while (_waiters.First is { } first && Fits(first.Value.Bytes))
        {
            _waiters.RemoveFirst();
            Take(first.Value.Bytes);
            first.Value.TrySetResult();
        }
    }

    private bool Fits(long bytes) => _count == 0 || (_count < capacity && _bytes + bytes <= capacityBytes);

    private void Take(long bytes)
    {
        _count++;
        _bytes += bytes;
    }

    private sealed class Waiter(long bytes) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Bytes { get; } = bytes;
    }
}
