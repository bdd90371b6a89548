using System.Diagnostics;

namespace UniBind.Grid.Grains;

/// <summary>One decode thread and what it is at.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class DecodeThread
{
    private readonly Lock _lock = new();
    private DecodeWork? _work;
    private long _since;

    /// <summary>True for the thread that takes online items alone.</summary>
    public bool IsOnlineOnly { get; init; }

    /// <summary>True once the thread was given up; guarded by the pool's lock.</summary>
    public bool IsLost { get; set; }

    /// <summary>Begins a work.</summary>
    public void Begin(DecodeWork work)
    {
        lock (_lock)
            (_work, _since) = (work, Stopwatch.GetTimestamp());
    }

    /// <summary>Ends it.</summary>
    public void End()
    {
        lock (_lock)
            _work = null;
    }

    /// <summary>The work that has lasted longer than a limit, or null.</summary>
    public DecodeWork? Overdue(TimeSpan limit)
    {
        lock (_lock)
            return _work is not null && Stopwatch.GetElapsedTime(_since) > limit ? _work : null;
    }
}
