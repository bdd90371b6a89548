using System.Numerics;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Media;

/// <summary>The points that may be picked, padded to whole vectors; the padding never wins.</summary>
internal sealed class FarthestPointCandidates
{
    private const float LeastSquaredNorm = 1e-3f;

    /// <summary>The candidates' squared distances to the nearest pick so far.</summary>
    private readonly float[] _distance;

    /// <summary>Takes the points whose squared norm is above 1e-3.</summary>
    public FarthestPointCandidates(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z)
    {
        var capacity = (x.Length + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        (X, Y, Z, Index, _distance) = (new float[capacity], new float[capacity], new float[capacity], new int[capacity], new float[capacity]);
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] * x[i] + y[i] * y[i] + z[i] * z[i] <= LeastSquaredNorm)
                continue;
            (X[Count], Y[Count], Z[Count], Index[Count]) = (x[i], y[i], z[i], i);
            _distance[Count++] = float.PositiveInfinity;
        }
        // Below every distance: min() keeps it there.
        Array.Fill(_distance, -1f, Count, capacity - Count);
    }

    /// <summary>The x coordinates.</summary>
    public float[] X { get; }

    /// <summary>The y coordinates.</summary>
    public float[] Y { get; }

    /// <summary>The z coordinates.</summary>
    public float[] Z { get; }

    /// <summary>The indices of the candidates in the cloud.</summary>
    public int[] Index { get; }

    /// <summary>How many candidates there are.</summary>
    public int Count { get; }

    /// <summary>Takes the new pick into the distances and returns the candidate that is farthest now, the first where several are.</summary>
    public int Farthest(float px, float py, float pz)
    {
        var x = MemoryMarshal.Cast<float, Vector<float>>(X);
        var y = MemoryMarshal.Cast<float, Vector<float>>(Y);
        var z = MemoryMarshal.Cast<float, Vector<float>>(Z);
        var distance = MemoryMarshal.Cast<float, Vector<float>>(_distance.AsSpan());
        var (vx, vy, vz) = (new Vector<float>(px), new Vector<float>(py), new Vector<float>(pz));
        var best = new Vector<float>(-1f);
        var bestBlock = Vector<int>.Zero;
        for (var i = 0; i < distance.Length && i < x.Length && i < y.Length && i < z.Length; i++)
        {
            var (dx, dy, dz) = (x[i] - vx, y[i] - vy, z[i] - vz);
            // Separate products and sums: a fused one would round differently from the original's and from other machines'.
            var d = Vector.Min(dx * dx + dy * dy + dz * dz, distance[i]);
            distance[i] = d;
            var farther = Vector.GreaterThan(d, best);
            best = Vector.ConditionalSelect(farther, d, best);
            bestBlock = Vector.ConditionalSelect(farther, new Vector<int>(i), bestBlock);
        }
        return First(best, bestBlock);
    }

    private static int First(Vector<float> best, Vector<int> block)
    {
        var (winner, farthest) = (0, -1f);
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            var index = block[lane] * Vector<float>.Count + lane;
            if (best[lane] > farthest || best[lane] == farthest && index < winner)
                (winner, farthest) = (index, best[lane]);
        }
        return winner;
    }
}
