namespace UniBind.Grid.Grains;

/// <summary>An encoder silo as one job sees it: how many of its credits are out, how fast it is, and whether it is left alone for a while.</summary>
/// <remarks>Used from one grain's turns only; not thread-safe.</remarks>
internal sealed class PooledWorker(IWorkerGrain grain, WorkerInfo info, CoordinatorOptions options, TimeProvider time)
{
    /// <summary>The window is at most this many times the silo's own credits.</summary>
    public const int MaxWindow = 4;

    private static readonly RetryPolicy Rests = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(8));

    private readonly CircuitBreaker _breaker = new(Rests, options.BreakerFailures, options.BreakerPause, time);
    private double _shardSeconds;

    public IWorkerGrain Grain { get; } = grain;

    public WorkerInfo Info { get; } = info;

    /// <summary>Attempts of the job that are out there.</summary>
    public int InFlight { get; set; }

    /// <summary>How many attempts may be out: the silo's credits, and what keeps it busy for <see cref="CoordinatorOptions.QueueAhead"/> beyond them.</summary>
    public int Window { get; private set; } = Math.Max(1, info.Credits);

    /// <summary>How many more it may be given. A silo that kept failing gets one shard as a probe.</summary>
    public int Free => (_breaker.IsOpen || IsBroken ? 1 : Window) - InFlight;

    /// <summary>True when some of its own credits are free: a further shard would begin at once.</summary>
    public bool IsIdle => Usable && !_breaker.IsOpen && !IsBroken && InFlight < Info.Credits;

    /// <summary>True from when it did not confirm a lease in time until it answers again.</summary>
    public bool IsSilent { get; set; }

    /// <summary>True while it says itself that it fails with whatever it is given, also by other jobs.</summary>
    public bool IsBroken { get; set; }

    /// <summary>True while a heartbeat of it is awaited.</summary>
    public bool IsAsked { get; set; }

    /// <summary>False while it is silent or rests after a fault.</summary>
    public bool Usable => !IsSilent && _breaker.Admits;

    /// <summary>How often it failed so often in a row that it was left alone.</summary>
    public int Opened => _breaker.Opened;

    /// <summary>The time until it would have done one more shard; the least is the best choice.</summary>
    public double Wait => (InFlight + 1) * Math.Max(_shardSeconds, 1e-3) / Math.Max(1, Info.Credits);

    /// <summary>A call failed as on a silo that dies, is overloaded or broken. It may be listed for seconds more and would fail every call at once.</summary>
    public void Rest() => _breaker.Fail();

    /// <summary>A call succeeded.</summary>
    public void Recover() => _breaker.Succeed();

    /// <summary>A shard was committed: the window follows the silo's speed.</summary>
    /// <param name="wall">How long it was at work.</param>
    public void Measure(TimeSpan wall)
    {
        var seconds = Math.Max(1e-3, wall.TotalSeconds);
        _shardSeconds = _shardSeconds == 0 ? seconds : _shardSeconds + (seconds - _shardSeconds) / 4;
        var credits = Math.Max(1, Info.Credits);
        var ahead = Math.Ceiling(options.QueueAhead.TotalSeconds * credits / _shardSeconds);
        Window = (int)Math.Min(credits + ahead, credits * MaxWindow);
    }
}
