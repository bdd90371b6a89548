using Microsoft.Extensions.Options;

namespace UniBind.Grid.Grains;

/// <summary>How many jobs a coordinator silo runs at a time: others wait, those of higher priority first, else in the order of their submission.</summary>
/// <remarks>Thread-safe; a singleton of the silo. It bounds memory and connections; which job gets how much of an encoder silo is <see cref="ShardGate"/>'s.</remarks>
public sealed class RunSlots(IOptions<CoordinatorOptions> options)
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource<IDisposable>, (int, long)> _waiting = new();
    private long _number;
    private int _running;

    /// <summary>Waits for a slot; disposing it gives it to the next.</summary>
    public async Task<IDisposable> EnterAsync(JobPriority priority, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource<IDisposable>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue(turn, (-ShardGate.WeightOf(priority), _number++));
            Admit();
        }
        await using var registration = cancellationToken.UnsafeRegister(_ => turn.TrySetCanceled(cancellationToken), null);
        return await turn.Task;
    }

    private void Admit()
    {
        while (_running < options.Value.MaxActiveRuns && _waiting.TryDequeue(out var next, out _))
        {
            // Whoever gave up is passed over.
            if (next.TrySetResult(new Slot(this)))
                _running++;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _running--;
            Admit();
        }
    }

    private sealed class Slot(RunSlots slots) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                slots.Leave();
        }
    }
}
