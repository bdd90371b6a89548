namespace UniBind.Grid.Client;

/// <summary>
/// The encoder silos, as polled about once a second while online requests come; a process that sends none polls nothing. Nobody waits for a poll but the first.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class OnlineTopology(IGrainFactory grains) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private const long IdleMilliseconds = 15_000;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile OnlineSilo[]? _silos;
    private Task _polling = Task.CompletedTask;
    private int _isRunning;
    private long _used;

    /// <summary>The silos; known at once but for the first time.</summary>
    /// <exception cref="GridException">No silo of the grid answers.</exception>
    public ValueTask<OnlineSilo[]> GetAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _used, Environment.TickCount64);
        if (Volatile.Read(ref _isRunning) == 0 && Interlocked.Exchange(ref _isRunning, 1) == 0)
            Task.Run(PollWhileUsedAsync, CancellationToken.None).Ignore();
        return _silos is { } known ? ValueTask.FromResult(known) : new ValueTask<OnlineSilo[]>(RefreshAsync(cancellationToken));
    }

    /// <summary>The silos as they are now.</summary>
    /// <exception cref="GridException">No silo of the grid answers.</exception>
    public async Task<OnlineSilo[]> RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PollAsync().WaitAsync(cancellationToken);
        }
        catch (Exception e) when (SiloFaults.Is(e))
        {
            if (_silos is null)
                throw SiloFaults.Unavailable("The grid does not answer", e);
        }
        return _silos ?? [];
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Cancel();

    /// <summary>One poll at a time, whoever asks.</summary>
    private Task PollAsync()
    {
        lock (_lock)
            return _polling.IsCompleted ? _polling = Task.Run(PollOnceAsync) : _polling;
    }

    private async Task PollWhileUsedAsync()
    {
        try
        {
            do
            {
                await PollAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await Task.Delay(Interval, _stop.Token);
            }
            while (Environment.TickCount64 - Volatile.Read(ref _used) < IdleMilliseconds);
        }
        catch (OperationCanceledException)
        {
            return; // disposed of: it stays stopped
        }
        Volatile.Write(ref _isRunning, 0);
    }

    private async Task PollOnceAsync()
    {
        _stop.Token.ThrowIfCancellationRequested();
        var workers = await grains.GetGrain<ITopologyGrain>(ITopologyGrain.Key).DescribeWorkersAsync().WaitAsync(Patience, _stop.Token);
        var known = _silos ?? [];
        var silos = new List<OnlineSilo>(workers.Length);
        foreach (var worker in workers)
        {
            var silo = Array.Find(known, s => s.Address == worker.Silo) ?? new OnlineSilo(worker.Silo, grains);
            silo.Update(worker);
            silos.Add(silo);
        }
        var now = Environment.TickCount64;
        foreach (var silo in known)
            if (!silos.Contains(silo) && !silo.Miss(now))
                silos.Add(silo);
        _silos = [.. silos];
    }
}
