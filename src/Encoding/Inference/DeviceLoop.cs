using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace UniBind.Grid.Encoding;

/// <summary>
/// The dedicated threads of one device. They take work from one queue for all encoders: Runs on one device do not speed each other up, and
/// with a queue of its own each encoder would need a share of the cores that lies idle while another works.
/// </summary>
/// <remarks>
/// Native calls block their thread, so they must not be on the thread pool, where they would starve the silo. A thread ends with the device
/// alone: work that throws is failed and logged, and the next work is taken.
/// </remarks>
internal sealed partial class DeviceLoop : IAsyncDisposable
{
    private readonly DeviceQueue _queue = new();
    private readonly ILogger _logger;
    private readonly long[] _busySince;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private long _lastRun;

    /// <summary>Starts the threads.</summary>
    /// <param name="name">The device's name, for the threads and the log.</param>
    /// <param name="threads">The works that may be done at the same time.</param>
    /// <param name="logger">Where unexpected failures go.</param>
    public DeviceLoop(string name, int threads, ILogger logger)
    {
        Name = name;
        _logger = logger;
        _busySince = new long[threads];
        _running = threads;
        for (var i = 0; i < threads; i++)
        {
            var index = i;
            new Thread(() => Loop(index)) { IsBackground = true, Name = $"infer-{name}-{index}" }.Start();
        }
    }

    /// <summary>The device's name, for example <c>cpu0</c>.</summary>
    public string Name { get; }

    /// <summary>True while every thread takes work.</summary>
    public bool IsRunning => Volatile.Read(ref _running) == _busySince.Length;

    /// <summary>The works that wait.</summary>
    public int QueueLength => _queue.Count;

    /// <summary>When a work last ended, or null.</summary>
    public DateTimeOffset? LastRunUtc => Volatile.Read(ref _lastRun) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>How long the longest work in progress has lasted.</summary>
    public TimeSpan BusyFor
    {
        get
        {
            var longest = TimeSpan.Zero;
            for (var i = 0; i < _busySince.Length; i++)
            {
                if (Volatile.Read(ref _busySince[i]) is var start and not 0 && Stopwatch.GetElapsedTime(start) is var time && time > longest)
                    longest = time;
            }

            return longest;
        }
    }

    /// <summary>Queues a work; a closed device fails it at once, unless it follows from one that is being done.</summary>
    public void Enqueue(DeviceWork work, bool online, bool follows = false)
    {
        if (!_queue.TryAdd(work, online, follows))
            work.Fail(new ObjectDisposedException(Name, "The encoders of this device are stopping."));
    }

    /// <summary>Takes no more work, does what is queued, and ends the threads.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _ended.Task.ConfigureAwait(false);
    }

    private void Loop(int index)
    {
        while (_queue.Take() is { } work)
        {
            Volatile.Write(ref _busySince[index], Stopwatch.GetTimestamp());
            try
            {
                work.Execute();
            }
            catch (Exception e)
            {
                LogWorkFailed(Name, e);
                work.Fail(e);
            }

            Volatile.Write(ref _lastRun, DateTimeOffset.UtcNow.UtcTicks);
            Volatile.Write(ref _busySince[index], 0);
        }

        if (Interlocked.Decrement(ref _running) == 0)
            _ended.SetResult();
    }

    [LoggerMessage(1, LogLevel.Error, "A batch on device {Device} failed unexpectedly; its items are answered with the failure and the device goes on.")]
    private partial void LogWorkFailed(string device, Exception exception);
}
