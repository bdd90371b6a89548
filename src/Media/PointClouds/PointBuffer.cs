namespace UniBind.Grid.Media;

/// <summary>Collects points whose number is not known beforehand, up to the limit.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class PointBuffer
{
    private readonly int _limit;
    private float[] _x;
    private float[] _y;
    private float[] _z;

    /// <summary>An empty buffer.</summary>
    /// <param name="limit">The most points, <see cref="MediaLimits.MaxPoints"/>.</param>
    /// <param name="expected">How many to make room for; the caller has checked it against the bytes that are left.</param>
    public PointBuffer(int limit, int expected = 1_024)
    {
        _limit = limit;
        var capacity = Math.Min(expected, limit);
        (_x, _y, _z) = (new float[capacity], new float[capacity], new float[capacity]);
    }

    /// <summary>The points so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a point.</summary>
    /// <exception cref="ItemException">The limit is reached.</exception>
    public void Add(double x, double y, double z)
    {
        if (Count == _x.Length)
            Grow();
        _x[Count] = (float)x;
        _y[Count] = (float)y;
        _z[Count] = (float)z;
        Count++;
    }

    /// <summary>The points as a cloud; the buffer is not used afterwards.</summary>
    /// <exception cref="ItemException">There is no point, or a coordinate is not finite.</exception>
    public PointCloud Build(int[]? triangles = null)
    {
        if (Count < _x.Length)
        {
            Array.Resize(ref _x, Count);
            Array.Resize(ref _y, Count);
            Array.Resize(ref _z, Count);
        }
        return PointCloud.Of(_x, _y, _z, triangles);
    }

    private void Grow()
    {
        if (Count >= _limit)
            throw Refuse.TooLarge("The points", Count + 1L, nameof(MediaLimits.MaxPoints), _limit);
        var capacity = (int)Math.Min(Math.Max(64L, 2L * Count), _limit);
        Array.Resize(ref _x, capacity);
        Array.Resize(ref _y, capacity);
        Array.Resize(ref _z, capacity);
    }
}
