namespace UniBind.Grid.Media;

/// <summary>
/// The profile <c>point-bind</c>: what Point-Bind's I2P-MAE encoder reads, one row <c>points</c> [points, 3] of x, y, z.
/// Options: <c>points</c> (8192), <c>normalise</c> (true: centroid to the origin, largest radius 1), <c>sample</c> (<c>vertices</c>, or <c>surface</c> of a mesh).
/// </summary>
/// <remarks>Immutable and thread-safe. More points than wanted are reduced by farthest point sampling, fewer are repeated; see <see cref="PointSampling"/>.</remarks>
internal sealed class PointBindProfile : IPreprocessingProfile
{
    /// <summary>The name in packs.</summary>
    internal const string ProfileName = "point-bind";

    private readonly PointSampling _sampling;
    private readonly MediaLimits _limits;

    /// <summary>Reads the options.</summary>
    /// <exception cref="InvalidDataException">An option is unknown or out of range.</exception>
    public PointBindProfile(ProfileContext context)
    {
        var options = new ProfileOptions(ProfileName, context.Options);
        _sampling = new PointSampling(
            options.Int("points", 8_192, 1, PointSampling.MaxPoints),
            options.Flag("normalise", true),
            Farthest: true,
            options.Text("sample", "vertices", "vertices", "surface") == "surface");
        options.RefuseUnknown();
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
    public string Fingerprint => $"{Name}/1 {_sampling}";

    /// <inheritdoc/>
    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken)
    {
        var cloud = PointCloudDecoder.Decode(content, format, _limits, _sampling.Surface, cancellationToken);
        var (x, y, z) = _sampling.Apply(cloud, cancellationToken);
        var values = new float[3 * x.Length];
        PointRows.Write(x, y, z, PointRotation.None, values);
        return new PreparedItem
        {
            Tensors = [PreparedTensor.Of("points", values, 1, _sampling.Points, 3)],
            Notes = PointRows.Notes(cloud, _sampling),
        };
    }
}
