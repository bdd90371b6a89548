namespace UniBind.Grid.Media;

/// <summary>
/// The profile <c>event-time-surface</c>: the recording as exponentially decayed time surfaces (<see cref="TimeSurface"/>). Output <c>surface</c>,
/// float [2 * bins, size, size], values 0 to 1: first the bins of the negative events, then those of the positive ones.
/// Options: <c>bins</c> (3), <c>size</c> (64), <c>decay</c> (0.2, a fraction of the duration).
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class EventTimeSurfaceProfile : IPreprocessingProfile
{
    /// <summary>The name in packs.</summary>
    internal const string ProfileName = "event-time-surface";

    private const string Output = "surface";

    private readonly TimeSurface _surface;
    private readonly MediaLimits _limits;

    /// <summary>Reads the options.</summary>
    /// <exception cref="InvalidDataException">An option is unknown or out of range.</exception>
    internal EventTimeSurfaceProfile(ProfileContext context)
    {
        var options = new ProfileOptions(ProfileName, context.Options);
        _surface = new TimeSurface(
            options.Int("bins", 3, 1, 64),
            options.Int("size", 64, 1, 1_024),
            options.Number("decay", 0.2, 1e-3, 1e3));
        options.RefuseUnknown();
        _limits = context.Limits;
        Outputs = [new TensorSpec(Output, TensorType.Float32, [2 * _surface.Bins, _surface.Size, _surface.Size])];
        Fingerprint = FormattableString.Invariant($"{ProfileName}/1 bins={_surface.Bins} size={_surface.Size} decay={_surface.Decay:R}");
    }

    /// <inheritdoc/>
    public string Name => ProfileName;

    /// <inheritdoc/>
    public Modality Modality => Modality.Event;

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Outputs { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken)
    {
        var recording = EventDecoder.Decode(content, format, _limits, cancellationToken);
        return new PreparedItem
        {
            Tensors = [PreparedTensor.Of(Output, _surface.Render(recording, cancellationToken), 1, 2 * _surface.Bins, _surface.Size, _surface.Size)],
            Notes = EventNotes.Of(recording),
        };
    }
}
