namespace UniBind.Grid.Media;

/// <summary>
/// Farthest point sampling as Point-Bind's encoder does it (Pointnet2_PyTorch, sampling_gpu.cu): the first pick is index 0; points whose squared
/// norm is at most 1e-3 are never picked after it; each further pick is the point farthest from all picks, the lowest index where
/// several are equally far. When no point may be picked, index 0 is picked again, as there.
/// </summary>
internal static class FarthestPointSampler
{
    private const int CheckEvery = 64;

    /// <summary>The indices of the picks, in order. At most O(points times picks), in practice some tenth of that; see <see cref="FarthestPointCandidates"/>.</summary>
    /// <param name="x">The x coordinates.</param>
    /// <param name="y">The y coordinates.</param>
    /// <param name="z">The z coordinates.</param>
    /// <param name="count">How many to pick, at least 1; picks repeat when it is more than there are distinct points.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static int[] Sample(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, int count, CancellationToken cancellationToken)
    {
        var picks = new int[count];
        var candidates = new FarthestPointCandidates(x, y, z);
        if (candidates.Count == 0)
            return picks;

        for (var i = 1; i < count; i++)
        {
            if (i % CheckEvery == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var last = picks[i - 1];
            picks[i] = candidates.Farthest(x[last], y[last], z[last]);
        }
        return picks;
    }
}
