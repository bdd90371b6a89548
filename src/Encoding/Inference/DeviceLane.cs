using System.Diagnostics;

namespace UniBind.Grid.Encoding;

/// <summary>One thread of a device, with the work that it does. When a Run never ends, the work is answered without it and another lane takes its place.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class DeviceLane(DeviceLoop loop, int index)
{
    [ThreadStatic]
    private static DeviceLane? _current;

    private readonly Lock _lock = new();
    private DeviceWork? _work;
    private long _since;
    private long _began;
    private bool _abandoned;

    /// <summary>The lane of the calling thread; null on a thread that is none of a device's.</summary>
    public static DeviceLane? Current => _current;

    /// <summary>Its number on the device.</summary>
    public int Index { get; } = index;

    /// <summary>How long the Run in progress has lasted; of a work of several Runs, the last one.</summary>
    public TimeSpan BusyFor => Volatile.Read(ref _since) is var since and not 0 ? Stopwatch.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>How long the work in progress has lasted, all its Runs together, in ticks of <see cref="Stopwatch"/>; 0 when there is none.</summary>
    public long WorkTicks => Volatile.Read(ref _began) is var began and not 0 ? Stopwatch.GetTimestamp() - began : 0;

    /// <summary>Makes the lane the calling thread's.</summary>
    public void Enter() => _current = this;

    /// <summary>Notes that another Run begins.</summary>
    public void Touch() => Volatile.Write(ref _since, Stopwatch.GetTimestamp());

    /// <summary>Begins a work.</summary>
    public void Begin(DeviceWork work)
    {
        lock (_lock)
            _work = work;
        Touch();
        Volatile.Write(ref _began, Volatile.Read(ref _since));
    }

    /// <summary>Ends a work.</summary>
    /// <returns>False when the lane was given up meanwhile: its thread has to end.</returns>
    public bool End()
    {
        lock (_lock)
        {
            _work = null;
            Volatile.Write(ref _since, 0);
            Volatile.Write(ref _began, 0);
            return !_abandoned;
        }
    }

    /// <summary>Gives the thread up for lost.</summary>
    /// <param name="limit">The limit that a Run exceeded.</param>
    public void Abandon(TimeSpan limit)
    {
        DeviceWork work;
        lock (_lock)
        {
            if (_abandoned || _work is null)
                return;
            _abandoned = true;
            work = _work;
        }

        loop.Replace(this, work, limit);
    }
}
