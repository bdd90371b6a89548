using System.Diagnostics;

namespace UniBind.Grid.Encoding;

/// <summary>The numbers behind <see cref="EncoderStatistics"/>. Thread-safe, without locks.</summary>
/// <param name="metrics">Where they are told to metrics readers besides; null while the encoder warms up.</param>
internal sealed class EncoderCounters(EncoderMetrics? metrics = null)
{
    private long _items, _failedItems, _rows, _runs, _bisections, _runTicks, _queueTicks, _elements, _paddedElements;

    public void Items(int count, int failed)
    {
        Interlocked.Add(ref _items, count);
        if (failed > 0)
            Interlocked.Add(ref _failedItems, failed);
    }

    /// <summary>One Run, with its duration in ticks of <see cref="Stopwatch"/>.</summary>
    public void Run(int rows, long ticks, long elements, long paddedElements)
    {
        Interlocked.Increment(ref _runs);
        Interlocked.Add(ref _rows, rows);
        Interlocked.Add(ref _runTicks, ticks);
        Interlocked.Add(ref _elements, elements);
        Interlocked.Add(ref _paddedElements, paddedElements);
        metrics?.Run(rows, ticks, elements, paddedElements);
    }

    public void Bisection()
    {
        Interlocked.Increment(ref _bisections);
        metrics?.Bisection();
    }

    /// <summary>A wait, in ticks of <see cref="Stopwatch"/>.</summary>
    public void Waited(long ticks, bool online)
    {
        Interlocked.Add(ref _queueTicks, ticks);
        metrics?.Waited(ticks, online);
    }

    public EncoderStatistics Snapshot() => new(
        Volatile.Read(ref _items), Volatile.Read(ref _failedItems), Volatile.Read(ref _rows), Volatile.Read(ref _runs), Volatile.Read(ref _bisections),
        Stopwatch.GetElapsedTime(0, Volatile.Read(ref _runTicks)), Stopwatch.GetElapsedTime(0, Volatile.Read(ref _queueTicks)),
        Volatile.Read(ref _elements), Volatile.Read(ref _paddedElements));
}
