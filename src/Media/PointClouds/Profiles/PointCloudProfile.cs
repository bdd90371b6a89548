namespace UniBind.Grid.Media;

/// <summary>
/// The profile <c>point-cloud</c>: rows <c>points</c> [points, 3] of x, y, z with y up, one row for each rotation about the up axis.
/// Options: <c>points</c> (1024), <c>rotations</c> (1; up to 64, by 360 / rotations degrees each: an encoder that is not invariant is averaged over them),
/// <c>up</c> (<c>y</c>, or <c>z</c> where the files have z up), <c>sampling</c> (<c>fps</c> or <c>stride</c>), <c>normalise</c> (true), <c>sample</c> (<c>vertices</c> or <c>surface</c>).
/// </summary>
/// <remarks>Immutable and thread-safe. Every row holds the same points; see <see cref="PointSampling"/> for how they are chosen.</remarks>
internal sealed class PointCloudProfile : IPreprocessingProfile
{
    /// <summary>The name in packs.</summary>
    internal const string ProfileName = "point-cloud";

    private readonly PointSampling _sampling;
    private readonly PointRotation[] _rotations;
    private readonly MediaLimits _limits;
    private readonly string _up;

    /// <summary>Reads the options.</summary>
    /// <exception cref="InvalidDataException">An option is unknown or out of range.</exception>
    public PointCloudProfile(ProfileContext context)
    {
        var options = new ProfileOptions(ProfileName, context.Options);
        _sampling = new PointSampling(
            options.Int("points", 1_024, 1, PointSampling.MaxPoints),
            options.Flag("normalise", true),
            options.Text("sampling", "fps", "fps", "stride") == "fps",
            options.Text("sample", "vertices", "vertices", "surface") == "surface");
        var rotations = options.Int("rotations", 1, 1, 64);
        _up = options.Text("up", "y", "y", "z");
        options.RefuseUnknown();
        _rotations = [.. Enumerable.Range(0, rotations).Select(i => PointRotation.AboutUp(2 * Math.PI * i / rotations, zUp: _up == "z"))];
        _limits = context.Limits;
        Outputs = [new TensorSpec("points", TensorType.Float32, [_sampling.Points, 3])];
    }

    /// <inheritdoc/>
    public string Name => ProfileName;

    /// <inheritdoc/>
    public Modality Modality => Modality.PointCloud;

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Outputs { get; }

    /// <inheritdoc/>
    public string Fingerprint => $"{Name}/1 {_sampling} rotations={_rotations.Length} up={_up}";

    /// <inheritdoc/>
    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken)
    {
        var cloud = PointCloudDecoder.Decode(content, format, _limits, _sampling.Surface, cancellationToken);
        var (x, y, z) = _sampling.Apply(cloud, cancellationToken);
        var values = new float[3 * x.Length * _rotations.Length];
        for (var r = 0; r < _rotations.Length; r++)
            PointRows.Write(x, y, z, _rotations[r], values.AsSpan(3 * x.Length * r, 3 * x.Length));
        return new PreparedItem
        {
            Tensors = [PreparedTensor.Of("points", values, _rotations.Length, _sampling.Points, 3)],
            Notes = PointRows.Notes(cloud, _sampling),
        };
    }
}
