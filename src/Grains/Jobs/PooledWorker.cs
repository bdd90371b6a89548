using System.Diagnostics;

namespace UniBind.Grid.Grains;

/// <summary>An encoder silo, how many of its credits are out, and whether it is left alone for a while.</summary>
/// <remarks>Used from one grain's turns only; not thread-safe.</remarks>
internal sealed class PooledWorker(IWorkerGrain grain, WorkerInfo info)
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(8);
    private TimeSpan _rest = FirstRest;
    private long _restsUntil;

    public IWorkerGrain Grain { get; } = grain;

    public WorkerInfo Info { get; } = info;

    public int InFlight { get; set; }

    public int Free => Info.Credits - InFlight;

    /// <summary>False while the worker rests after a fault.</summary>
    public bool Usable => Stopwatch.GetTimestamp() >= _restsUntil;

    /// <summary>A call failed as on a silo that dies or is overloaded. It is listed for seconds more and would fail every call at once.</summary>
    public void Rest()
    {
        if (!Usable)
            return;
        _restsUntil = Stopwatch.GetTimestamp() + (long)(_rest.TotalSeconds * Stopwatch.Frequency);
        _rest = _rest * 2 > LongestRest ? LongestRest : _rest * 2;
    }

    /// <summary>A call succeeded.</summary>
    public void Recover() => _rest = FirstRest;
}
