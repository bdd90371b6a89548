namespace UniBind.Grid.Grains;

/// <summary>How many items left over the last seconds.</summary>
/// <remarks>Not thread-safe: used under its gate's lock.</remarks>
internal sealed class DrainRate(TimeProvider time)
{
    private static readonly TimeSpan Slot = TimeSpan.FromMilliseconds(500);
    private readonly long[] _left = new long[10];
    private readonly long _start = time.GetTimestamp();
    private long _newest;

    /// <summary>Counts items that leave.</summary>
    public void Add(int items)
    {
        MoveOn();
        _left[_newest % _left.Length] += items;
    }

    /// <summary>Items a second, over the last five seconds or as long as there have been.</summary>
    public double PerSecond()
    {
        MoveOn();
        var known = Math.Clamp(time.GetElapsedTime(_start).TotalSeconds, Slot.TotalSeconds, Slot.TotalSeconds * _left.Length);
        return _left.Sum() / known;
    }

    private void MoveOn()
    {
        var now = (long)(time.GetElapsedTime(_start) / Slot);
        for (var slot = Math.Max(_newest + 1, now - _left.Length + 1); slot <= now; slot++)
            _left[slot % _left.Length] = 0;
        _newest = now;
    }
}
