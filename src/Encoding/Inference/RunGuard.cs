using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace UniBind.Grid.Encoding;

/// <summary>
/// The time limit of a Run. When it is up, the Run is told to end, which ONNX Runtime does before its next operator; a Run that does not
/// even end then gives its thread up for lost.
/// </summary>
/// <remarks>One Run at a time; <see cref="Start"/> and <see cref="Stop"/> are called on its thread.</remarks>
internal sealed class RunGuard : IDisposable
{
    /// <summary>The part of the limit that a Run has for ending, once it was told to.</summary>
    private const double Grace = 0.25;

    private readonly Lock _lock = new();
    private readonly Timer _timer;
    private DeviceLane? _lane;
    private TimeSpan _limit;
    private long _started;
    private bool _running;
    private bool _told;

    public RunGuard() => _timer = new Timer(static self => ((RunGuard)self!).Check(), this, Timeout.Infinite, Timeout.Infinite);

    /// <summary>The options to run with.</summary>
    public RunOptions Options { get; } = new();

    /// <summary>Begins the time of a Run.</summary>
    /// <param name="limit">How long it may last.</param>
    public void Start(TimeSpan limit)
    {
        lock (_lock)
        {
            if (_told)
                Options.Terminate = false;
            _told = false;
            _running = true;
            _limit = limit;
            _started = Stopwatch.GetTimestamp();
            _lane = DeviceLane.Current;
            _lane?.Touch();
        }

        _timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the time of a Run.</summary>
    /// <returns>True when the Run was told to end.</returns>
    public bool Stop()
    {
        lock (_lock)
        {
            _running = false;
            return _told;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _timer.Dispose();
        Options.Dispose();
    }

    /// <summary>The timer of an earlier Run may still come: only the time of the Run at hand counts.</summary>
    private void Check()
    {
        DeviceLane? lost = null;
        lock (_lock)
        {
            if (!_running)
                return;
            var left = (_told ? _limit * (1 + Grace) : _limit) - Stopwatch.GetElapsedTime(_started);
            if (left > TimeSpan.Zero)
            {
                _timer.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }

            if (!_told)
            {
                _told = true;
                Options.Terminate = true;
                _timer.Change(_limit * Grace, Timeout.InfiniteTimeSpan);
                return;
            }

            lost = _lane;
        }

        lost?.Abandon(_limit);
    }
}
