using System.Numerics;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Media;

/// <summary>The boxes of the buckets of candidates and the farthest point of each, laid out for whole vectors.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class PointBuckets
{
    private readonly float[] _lowX;
    private readonly float[] _lowY;
    private readonly float[] _lowZ;
    private readonly float[] _highX;
    private readonly float[] _highY;
    private readonly float[] _highZ;
    private readonly float[] _farthest;
    private readonly int[] _farthestIndex;

    /// <summary>Empty boxes; their points are infinitely far from all picks.</summary>
    public PointBuckets(int count)
    {
        Count = count;
        var capacity = (count + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        (_lowX, _lowY, _lowZ) = (Filled(capacity, float.PositiveInfinity), Filled(capacity, float.PositiveInfinity), Filled(capacity, float.PositiveInfinity));
        (_highX, _highY, _highZ) = (Filled(capacity, float.NegativeInfinity), Filled(capacity, float.NegativeInfinity), Filled(capacity, float.NegativeInfinity));
        _farthest = Filled(capacity, -1f);
        _farthest.AsSpan(0, count).Fill(float.PositiveInfinity);
        _farthestIndex = new int[capacity];
    }

    /// <summary>The number of buckets.</summary>
    public int Count { get; }

    /// <summary>Widens a bucket's box to a point.</summary>
    public void Include(int bucket, float x, float y, float z)
    {
        (_lowX[bucket], _highX[bucket]) = (Math.Min(_lowX[bucket], x), Math.Max(_highX[bucket], x));
        (_lowY[bucket], _highY[bucket]) = (Math.Min(_lowY[bucket], y), Math.Max(_highY[bucket], y));
        (_lowZ[bucket], _highZ[bucket]) = (Math.Min(_lowZ[bucket], z), Math.Max(_highZ[bucket], z));
    }

    /// <summary>Notes the farthest point of a bucket.</summary>
    public void SetFarthest(int bucket, float distance, int index) => (_farthest[bucket], _farthestIndex[bucket]) = (distance, index);

    /// <summary>The first bucket from <paramref name="start"/> on whose points a pick may bring nearer, or -1.</summary>
    public int NextNear(int start, float px, float py, float pz)
    {
        var (lowX, lowY, lowZ) = (_lowX, _lowY, _lowZ);
        var (highX, highY, highZ) = (_highX, _highY, _highZ);
        var (vx, vy, vz) = (new Vector<float>(px), new Vector<float>(py), new Vector<float>(pz));
        for (var i = start / Vector<float>.Count * Vector<float>.Count; i < _farthest.Length; i += Vector<float>.Count)
        {
            var dx = Outside(new Vector<float>(lowX, i), new Vector<float>(highX, i), vx);
            var dy = Outside(new Vector<float>(lowY, i), new Vector<float>(highY, i), vy);
            var dz = Outside(new Vector<float>(lowZ, i), new Vector<float>(highZ, i), vz);
            // The same operations in the same order as for points: only so is the comparison exact.
            var near = Vector.LessThan(dx * dx + dy * dy + dz * dz, new Vector<float>(_farthest, i));
            if (near == Vector<int>.Zero)
                continue;
            for (var lane = Math.Max(0, start - i); lane < Vector<float>.Count; lane++)
                if (near[lane] != 0)
                    return i + lane;
        }
        return -1;
    }

    /// <summary>The index of the point that is farthest of all, the lowest where several are.</summary>
    public int Farthest()
    {
        var best = new Vector<float>(-1f);
        foreach (var farthest in MemoryMarshal.Cast<float, Vector<float>>(_farthest.AsSpan()))
            best = Vector.Max(best, farthest);
        var distance = -1f;
        for (var lane = 0; lane < Vector<float>.Count; lane++)
            distance = Math.Max(distance, best[lane]);

        var index = int.MaxValue;
        for (var i = _farthest.AsSpan().IndexOf(distance); i < Count; i++)
            if (_farthest[i] == distance)
                index = Math.Min(index, _farthestIndex[i]);
        return index;
    }

    /// <summary>How far a coordinate lies outside an interval.</summary>
    private static Vector<float> Outside(Vector<float> low, Vector<float> high, Vector<float> value) =>
        Vector.Max(Vector.Max(low - value, value - high), Vector<float>.Zero);

    private static float[] Filled(int length, float value)
    {
        var values = new float[length];
        Array.Fill(values, value);
        return values;
    }
}
