using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Encoding;

/// <summary>
/// The dedicated threads of one device. They take work from one queue for all encoders: Runs on one device do not speed each other up, and
/// with a queue of its own each encoder would need a share of the cores that lies idle while another works.
/// </summary>
/// <remarks>
/// Native calls block their thread, so they must not be on the thread pool, where they would starve the silo. Work that throws is failed and
/// logged, and the next work is taken. A thread whose Run never ends is replaced, up to a bound; beyond it the device counts as dead and what waits for it is failed.
/// </remarks>
internal sealed partial class DeviceLoop : IAsyncDisposable
{
    private readonly DeviceQueue _queue = new();
    private readonly ILogger _logger;
    private readonly int _maxStuck;
    private readonly DeviceLane?[] _lanes;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private int _restarts;
    private int _stuck;
    private long _lastRun;
    private long _busy;

    /// <summary>Starts the threads.</summary>
    /// <param name="name">The device's name, for the threads and the log.</param>
    /// <param name="threads">The works that may be done at the same time.</param>
    /// <param name="logger">Where unexpected failures go.</param>
    /// <param name="maxStuck">The threads that may be lost to Runs which never end, each replaced by another.</param>
    public DeviceLoop(string name, int threads, ILogger logger, int maxStuck = 0)
    {
        Name = name;
        _logger = logger;
        _maxStuck = maxStuck;
        _lanes = new DeviceLane?[threads];
        _running = threads;
        for (var i = 0; i < threads; i++)
            Start(i);
    }

    /// <summary>The device's name, for example <c>cpu0</c>.</summary>
    public string Name { get; }

    /// <summary>True while every thread takes work.</summary>
    public bool IsRunning => Volatile.Read(ref _running) == _lanes.Length;

    /// <summary>The works that wait.</summary>
    public int QueueLength => _queue.Count;

    /// <summary>The threads that were replaced so far.</summary>
    public int Restarts => Volatile.Read(ref _restarts);

    /// <summary>The threads that are inside a Run which never ended: what it uses must not be freed.</summary>
    public int Stuck => Volatile.Read(ref _stuck);

    /// <summary>When a work last succeeded, or null.</summary>
    public DateTimeOffset? LastRunUtc => Volatile.Read(ref _lastRun) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>How long the longest Run in progress has lasted.</summary>
    public TimeSpan BusyFor
    {
        get
        {
            var longest = TimeSpan.Zero;
            for (var i = 0; i < _lanes.Length; i++)
            {
                if (Volatile.Read(ref _lanes[i]) is { } lane && lane.BusyFor is var time && time > longest)
                    longest = time;
            }

            return longest;
        }
    }

    /// <summary>The time that all threads worked so far, work in progress included, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long BusyTicks
    {
        get
        {
            var busy = Volatile.Read(ref _busy);
            for (var i = 0; i < _lanes.Length; i++)
                busy += Volatile.Read(ref _lanes[i])?.WorkTicks ?? 0;
            return busy;
        }
    }

    /// <summary>Queues a work; a closed device fails it at once, unless it follows from one that is being done.</summary>
    public void Enqueue(DeviceWork work, bool online, bool follows = false)
    {
        if (_queue.TryAdd(work, online, follows))
            return;
        work.Fail(Volatile.Read(ref _stuck) > 0 ? Dead() : new ObjectDisposedException(Name, "The encoders of this device are stopping."));
    }

    /// <summary>Takes no more work, does what is queued, and ends the threads; those that are stuck are left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>Answers the work of a lane that is given up, and puts another lane in its place while the bound allows.</summary>
    public void Replace(DeviceLane lane, DeviceWork work, TimeSpan limit)
    {
        bool replaced;
        lock (_lock)
        {
            _stuck++;
            replaced = _stuck <= _maxStuck;
            if (replaced)
            {
                _restarts++;
                Start(lane.Index);
            }
            else
            {
                _lanes[lane.Index] = null;
                EndLane();
            }
        }

        LogStuck(Name, limit.TotalSeconds, replaced ? "another thread takes its place" : "no more threads are started; restart the silo");
        work.Abandon(new EncoderUnavailableException(FormattableString.Invariant($"A Run on {Name} did not end {limit.TotalSeconds:0.#} s and could not be stopped."), null) { IsHang = true });
    }

    private void Start(int index)
    {
        var lane = new DeviceLane(this, index);
        _lanes[index] = lane;
        new Thread(() => Loop(lane)) { IsBackground = true, Name = $"infer-{Name}-{index}" }.Start();
    }

    private void Loop(DeviceLane lane)
    {
        lane.Enter();
        while (_queue.Take() is { } work)
        {
            lane.Begin(work);
            try
            {
                work.Execute();
                Volatile.Write(ref _lastRun, DateTimeOffset.UtcNow.UtcTicks);
            }
            catch (Exception e)
            {
                LogWorkFailed(Name, e);
                work.Fail(e);
            }

            Interlocked.Add(ref _busy, lane.WorkTicks);
            if (!lane.End())
            {
                Interlocked.Decrement(ref _stuck);
                LogCameBack(Name);
                return;
            }
        }

        lock (_lock)
            EndLane();
    }

    /// <summary>With the last lane ends the device: nobody would ever take what waits.</summary>
    private void EndLane()
    {
        if (--_running > 0)
            return;
        _queue.Close();
        foreach (var waiting in _queue.Drain())
            waiting.Fail(Dead());
        _ended.SetResult();
    }

    private EncoderUnavailableException Dead() => new($"The threads of {Name} hang in Runs that never ended; restart the silo.");

    [LoggerMessage(1, LogLevel.Error, "A batch on device {Device} failed unexpectedly; its items are answered with the failure and the device goes on.")]
    private partial void LogWorkFailed(string device, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "A Run on device {Device} did not end {Seconds} s and could not be stopped: {What}.")]
    private partial void LogStuck(string device, double seconds, string what);

    [LoggerMessage(3, LogLevel.Warning, "A thread of device {Device} that was given up came back from its Run, and ended.")]
    private partial void LogCameBack(string device);
}
