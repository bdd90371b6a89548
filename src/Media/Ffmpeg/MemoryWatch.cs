using System.Diagnostics;

namespace UniBind.Grid.Media;

/// <summary>Watches a process's working set where the system offers no limit for it.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private readonly Timer _timer;

    /// <summary>Begins to watch.</summary>
    /// <param name="process">The process.</param>
    /// <param name="limit">In bytes.</param>
    /// <param name="exceeded">Called once or more when the working set is larger.</param>
    internal MemoryWatch(Process process, long limit, Action exceeded) =>
        _timer = new(_ => Check(process, limit, exceeded), null, Interval, Interval);

    /// <summary>Stops, and waits for a check that is under way.</summary>
    public void Dispose() => _timer.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static void Check(Process process, long limit, Action exceeded)
    {
        try
        {
            process.Refresh();
            if (process.WorkingSet64 > limit)
                exceeded();
        }
        catch (Exception)
        {
            // It ended in between. This runs on a timer thread, where any exception would end the whole host.
        }
    }
}
