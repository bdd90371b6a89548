namespace UniBind.Grid.Grains;

/// <summary>A lease that was handed out: who has it, when it was confirmed last, and how far it is. Deadlines are monotonic and never stored.</summary>
/// <remarks>Used from one grain's turns only; not thread-safe.</remarks>
internal sealed class LeasedAttempt(OpenShard shard, PooledWorker worker, int number, bool isSpeculative, long now) : IDisposable
{
    private long _steps = -1;

    public OpenShard Shard { get; } = shard;

    public PooledWorker Worker { get; } = worker;

    public int Number { get; } = number;

    /// <summary>True for the second attempt at a straggler.</summary>
    public bool IsSpeculative { get; } = isSpeculative;

    /// <summary>When it was handed out, or seen to begin.</summary>
    public long Began { get; private set; } = now;

    /// <summary>When its silo confirmed last to have it.</summary>
    public long Confirmed { get; private set; } = now;

    /// <summary>When it moved last; waiting for its turn counts as moving.</summary>
    public long Moved { get; private set; } = now;

    /// <summary>True once its silo said that it is at work.</summary>
    public bool IsAtWork { get; private set; }

    /// <summary>False from when the lease expired, was withdrawn, or its outcome was read.</summary>
    public bool Stands { get; set; } = true;

    /// <summary>Ends the attempt.</summary>
    public CancellationTokenSource End { get; } = new();

    /// <summary>The silo confirmed the lease.</summary>
    /// <param name="status">How far it is.</param>
    /// <param name="asked">When the silo was asked: it cannot have been later than that it answered.</param>
    public void Confirm(AttemptStatus status, long asked)
    {
        Confirmed = Math.Max(Confirmed, asked);
        if (status.AtWork && !IsAtWork)
            (IsAtWork, Began) = (true, asked);
        if (status.AtWork && status.Steps == _steps)
            return;
        _steps = status.Steps;
        Moved = Math.Max(Moved, asked);
    }

    /// <summary>The coordinator itself stood still so long: nobody can be blamed for that time.</summary>
    public void Forgive(long ticks) => (Began, Confirmed, Moved) = (Began + ticks, Confirmed + ticks, Moved + ticks);

    public void Dispose() => End.Dispose();
}
