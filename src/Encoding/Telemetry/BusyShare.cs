using System.Diagnostics;

namespace UniBind.Grid.Encoding;

/// <summary>The part of its time that a device works, over a window that ends now. Several readers may ask, each at its own pace: none takes the window from another.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class BusyShare
{
    /// <summary>The window is between one and two of these, once that much time has passed.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private (long At, long Busy) _older = (Stopwatch.GetTimestamp(), 0);
    private (long At, long Busy) _newer = (Stopwatch.GetTimestamp(), 0);

    /// <summary>The share up to now.</summary>
    /// <param name="busyTicks">The time that all threads worked so far, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="threads">How many threads there are.</param>
    /// <returns>0 to 1.</returns>
    public double Of(long busyTicks, int threads)
    {
        lock (_lock)
        {
            var now = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(_newer.At, now) >= Step)
            {
                _older = _newer;
                _newer = (now, busyTicks);
            }

            var time = (now - _older.At) * Math.Max(threads, 1);
            return time <= 0 ? 0 : Math.Clamp((double)(busyTicks - _older.Busy) / time, 0, 1);
        }
    }
}
