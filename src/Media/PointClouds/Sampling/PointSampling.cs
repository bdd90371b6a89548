namespace UniBind.Grid.Media;

/// <summary>How a cloud of any size becomes a fixed number of points; the options that the point profiles share.</summary>
/// <param name="Points">The number of points.</param>
/// <param name="Normalise">True to centre the result at its centroid and scale its largest radius to 1.</param>
/// <param name="Farthest">True for farthest point sampling, false for evenly spaced indices.</param>
/// <param name="Surface">True to draw points from the faces, false to take the vertices.</param>
internal sealed record PointSampling(int Points, bool Normalise, bool Farthest, bool Surface)
{
    /// <summary>The most points that a profile may ask for: farthest point sampling grows with their square.</summary>
    public const int MaxPoints = 32_768;

    /// <summary>Farthest point sampling looks at this many points at most, or at four for each one wanted when that is more.</summary>
    private const int LeastCandidates = 65_536;

    /// <summary>How many candidates thinning and surface sampling leave for each point wanted.</summary>
    private const int CandidatesPerPoint = 4;

    /// <summary>The options in one line, for fingerprints.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"points={Points} normalise={(Normalise ? "true" : "false")} sampling={(Farthest ? "fps" : "stride")} sample={(Surface ? "surface" : "vertices")}");

    /// <summary>
    /// Chooses the points. A smaller cloud is repeated from its start (row i is point i mod n). For farthest point sampling the cloud is normalised first, so
    /// that the picks depend neither on its place nor on its unit, and one of more than max(65,536, 4 x points) points is thinned to that many,
    /// one from each of as many equal stretches of the file. The result is normalised once more when that is asked for: mean 0, radius 1.
    /// </summary>
    /// <returns>Three arrays of <see cref="Points"/> values: x, y, z.</returns>
    /// <exception cref="ItemException">Points are to be drawn from faces and there are none.</exception>
    public (float[] X, float[] Y, float[] Z) Apply(PointCloud cloud, CancellationToken cancellationToken)
    {
        if (Surface)
            cloud = SurfaceSampler.Sample(cloud, CandidatesPerPoint * Points);
        var (x, y, z) = Gather(cloud, Choose(cloud, cancellationToken));
        if (Normalise)
            UnitSphere.Normalise(x, y, z);
        return (x, y, z);
    }

    private int[] Choose(PointCloud cloud, CancellationToken cancellationToken)
    {
        if (cloud.Count <= Points)
        {
            var repeated = new int[Points];
            for (var i = 0; i < repeated.Length; i++)
                repeated[i] = i % cloud.Count;
            return repeated;
        }
        if (!Farthest)
            return PointThinning.Stride(cloud.Count, Points);

        var most = Math.Max(LeastCandidates, CandidatesPerPoint * Points);
        var kept = cloud.Count > most ? PointThinning.Stratified(cloud.Count, most) : null;
        var (x, y, z) = kept is null ? (cloud.X, cloud.Y, cloud.Z) : Gather(cloud, kept);
        if (Normalise)
        {
            if (kept is null)
                (x, y, z) = ([.. x], [.. y], [.. z]);
            UnitSphere.Normalise(x, y, z);
        }
        var picks = FarthestPointSampler.Sample(x, y, z, Points, cancellationToken);
        if (kept is not null)
            for (var i = 0; i < picks.Length; i++)
                picks[i] = kept[picks[i]];
        return picks;
    }

    private static (float[] X, float[] Y, float[] Z) Gather(PointCloud cloud, int[] indices)
    {
        var (x, y, z) = (new float[indices.Length], new float[indices.Length], new float[indices.Length]);
        for (var i = 0; i < indices.Length; i++)
            (x[i], y[i], z[i]) = (cloud.X[indices[i]], cloud.Y[indices[i]], cloud.Z[indices[i]]);
        return (x, y, z);
    }
}
