namespace UniBind.Grid.Grains;

/// <summary>Lets many shards of a silo run together, and a suspect one alone: when the process dies then, it was none of the others. First come, first served.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SuspectGate
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = [];
    private int _sharing;
    private bool _alone;

    /// <summary>Waits to be let in; disposal of the result leaves.</summary>
    /// <param name="alone">True to be there by itself.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IDisposable> EnterAsync(bool alone, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(this, alone);
        lock (_lock)
        {
            _waiting.AddLast(waiter);
            LetIn();
        }
        await using var registration = cancellationToken.UnsafeRegister(_ => Cancel(waiter, cancellationToken), null);
        await waiter.Entered.Task;
        return waiter;
    }

    private void Cancel(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(waiter))
                return; // let in already
            LetIn();
        }
        waiter.Entered.TrySetCanceled(cancellationToken);
    }

    private void Leave(bool alone)
    {
        lock (_lock)
        {
            if (alone)
                _alone = false;
            else
                _sharing--;
            LetIn();
        }
    }

    private void LetIn()
    {
        while (_waiting.First is { Value: var next } && !_alone && (!next.Alone || _sharing == 0))
        {
            _waiting.RemoveFirst();
            if (next.Alone)
                _alone = true;
            else
                _sharing++;
            next.Entered.TrySetResult();
        }
    }

    private sealed class Waiter(SuspectGate gate, bool alone) : IDisposable
    {
        private int _left;

        public bool Alone { get; } = alone;

        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                gate.Leave(Alone);
        }
    }
}
