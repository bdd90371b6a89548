namespace UniBind.Grid.Media;

/// <summary>Collects events up to the limit, checks them and brings them into order of time.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class EventBuffer
{
    /// <summary>Some 140,000 years to both sides: the difference of two times never overflows.</summary>
    private const long FarthestTime = 1L << 62;

    private readonly int _limit;
    private ushort[] _x;
    private ushort[] _y;
    private bool[] _positive;
    private long[] _time;
    private bool _ordered = true;

    /// <summary>An empty buffer.</summary>
    /// <param name="limits">The bound on events.</param>
    /// <param name="expected">How many to make room for; the caller has checked it against the bytes that are left.</param>
    public EventBuffer(MediaLimits limits, int expected = 4_096)
    {
        _limit = limits.MaxEvents;
        var capacity = Math.Min(expected, _limit);
        (_x, _y, _positive, _time) = (new ushort[capacity], new ushort[capacity], new bool[capacity], new long[capacity]);
    }

    /// <summary>The events so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an event.</summary>
    /// <param name="x">The column.</param>
    /// <param name="y">The row.</param>
    /// <param name="positive">True where the brightness rose.</param>
    /// <param name="time">The time in microseconds.</param>
    /// <exception cref="ItemException">The limit is reached, or a value lies outside every sensor or calendar.</exception>
    public void Add(long x, long y, bool positive, long time)
    {
        if ((ulong)x > ushort.MaxValue || (ulong)y > ushort.MaxValue)
            throw Refuse.Corrupt($"Event {Count} is at ({x}, {y}), which lies on no sensor.");
        if (time is > FarthestTime or < -FarthestTime)
            throw Refuse.Corrupt($"Event {Count} has the time {time} microseconds, which is no time.");
        if (Count == _x.Length)
            Grow();
        if (Count > 0 && time < _time[Count - 1])
            _ordered = false;
        (_x[Count], _y[Count], _positive[Count], _time[Count]) = ((ushort)x, (ushort)y, positive, time);
        Count++;
    }

    /// <summary>Makes room for events that are sure to come.</summary>
    /// <exception cref="ItemException">They would pass the limit.</exception>
    public void Reserve(int more)
    {
        if (Count + (long)more > _limit)
            throw TooMany(Count + (long)more);
        if (Count + more > _x.Length)
            Resize((int)Math.Min(Math.Max(Count + (long)more, 2L * _x.Length), _limit));
    }

    /// <summary>
    /// The events as a recording; the buffer is not used afterwards. Events out of order are sorted by time, those of equal time stay in file order:
    /// sensors with several readout lines and merged packets deliver such files, and every profile reads a recording forwards.
    /// </summary>
    /// <param name="width">The sensor's width, or null where the file does not tell it.</param>
    /// <param name="height">The sensor's height, or null where the file does not tell it.</param>
    /// <exception cref="ItemException">There is no event, or one lies outside the sensor.</exception>
    public EventRecording Build(int? width = null, int? height = null)
    {
        if (Count == 0)
            throw Refuse.Empty("The recording has no events.");
        if (Count < _x.Length)
            Resize(Count);
        var (columns, rows) = (Largest(_x) + 1, Largest(_y) + 1);
        if (columns > (width ?? columns) || rows > (height ?? rows))
            throw Refuse.Corrupt($"An event lies at column {columns - 1} or row {rows - 1}, outside the sensor of {width} x {height} pixels.");
        if (!_ordered)
            (_x, _y, _positive, _time) = EventTimeSort.Sort(_x, _y, _positive, _time);
        return new EventRecording
        {
            X = _x,
            Y = _y,
            Positive = _positive,
            Time = _time,
            Width = width ?? columns,
            Height = height ?? rows,
            Sorted = !_ordered,
        };
    }

    private static int Largest(ushort[] values)
    {
        ushort largest = 0;
        foreach (var value in values)
            largest = Math.Max(largest, value);
        return largest;
    }

    private void Grow()
    {
        if (Count >= _limit)
            throw TooMany(Count + 1L);
        Resize((int)Math.Min(Math.Max(64L, 2L * Count), _limit));
    }

    private void Resize(int capacity)
    {
        Array.Resize(ref _x, capacity);
        Array.Resize(ref _y, capacity);
        Array.Resize(ref _positive, capacity);
        Array.Resize(ref _time, capacity);
    }

    private ItemException TooMany(long count) => Refuse.TooLarge("The events", count, nameof(MediaLimits.MaxEvents), _limit);
}
