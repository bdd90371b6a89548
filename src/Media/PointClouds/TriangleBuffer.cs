namespace UniBind.Grid.Media;

/// <summary>Collects the faces of a mesh as triangles: a polygon becomes the fan around its first corner.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class TriangleBuffer(int limit)
{
    private readonly List<int> _corners = [];
    private int _first;
    private int _last;
    private int _size;

    /// <summary>Starts a polygon.</summary>
    public void Begin() => _size = 0;

    /// <summary>Adds the next corner of the polygon.</summary>
    /// <param name="index">The index of a point; whether it exists is checked when the cloud is made.</param>
    /// <exception cref="ItemException">There are more triangles than the limit.</exception>
    public void Corner(long index)
    {
        var corner = index is >= 0 and <= int.MaxValue ? (int)index : -1;
        if (_size == 0)
            _first = corner;
        else if (_size >= 2)
        {
            if (_corners.Count / 3 >= limit)
                throw Refuse.TooLarge("The triangles", _corners.Count / 3 + 1L, "of triangles", limit);
            _corners.Add(_first);
            _corners.Add(_last);
            _corners.Add(corner);
        }
        _last = corner;
        _size++;
    }

    /// <summary>The corners of all triangles, three each.</summary>
    public int[] ToArray() => [.. _corners];

    /// <summary>A buffer for a mesh of as many points as the limits allow; a closed mesh has twice as many triangles as points.</summary>
    public static TriangleBuffer For(MediaLimits limits) => new((int)Math.Min(2L * limits.MaxPoints, Array.MaxLength / 4));
}
