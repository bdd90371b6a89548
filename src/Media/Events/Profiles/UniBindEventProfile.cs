namespace UniBind.Grid.Media;

/// <summary>
/// The profile <c>unibind-event</c>: the recording as one picture (<see cref="EventFrame"/>), then as <c>clip-image</c> takes pictures. Output <c>pixels</c>, float [3, size, size].
/// Options: <c>size</c> (224), <c>crop</c> (<c>center</c> or <c>stretch</c>), <c>normalize</c> (<c>clip</c>, <c>unit</c> or <c>half</c>), <c>positive</c>
/// (<c>cyan</c> or <c>yellow</c>: the colour of positive events; cyan is EventBind's equation, the original pictures do not tell).
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class UniBindEventProfile : IPreprocessingProfile
{
    /// <summary>The name in packs.</summary>
    internal const string ProfileName = "unibind-event";

    private const int Channels = 3;
    private const string Output = "pixels";

    private readonly int _size;
    private readonly PictureCrop _crop;
    private readonly PixelNormalization _normalization;
    private readonly bool _positiveYellow;
    private readonly MediaLimits _limits;

    /// <summary>Reads the options.</summary>
    /// <exception cref="InvalidDataException">An option is unknown or out of range.</exception>
    internal UniBindEventProfile(ProfileContext context)
    {
        var options = new ProfileOptions(ProfileName, context.Options);
        _size = options.Int("size", 224, 1, 2_048);
        _crop = options.Text("crop", "center", "center", "stretch") == "center" ? PictureCrop.Center : PictureCrop.Stretch;
        var normalize = options.Text("normalize", "clip", "clip", "unit", "half");
        _normalization = Enum.Parse<PixelNormalization>(normalize, ignoreCase: true);
        _positiveYellow = options.Text("positive", "cyan", "cyan", "yellow") == "yellow";
        options.RefuseUnknown();
        _limits = context.Limits;
        Outputs = [new TensorSpec(Output, TensorType.Float32, [Channels, _size, _size])];
        Fingerprint = FormattableString.Invariant(
            $"{ProfileName}/1 size={_size} crop={(_crop == PictureCrop.Center ? "center" : "stretch")} normalize={normalize} positive={(_positiveYellow ? "yellow" : "cyan")}");
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
        var frame = EventFrame.Render(recording, _positiveYellow, _limits);
        cancellationToken.ThrowIfCancellationRequested();

        var square = new byte[Channels * _size * _size];
        ByteResizer.Resize(frame.Rgb, frame.Width, frame.Height, Channels, ResizePlan.For(frame.Width, frame.Height, _size, _crop), square);
        var values = new float[square.Length];
        PixelTensor.Write(square, _size, _size, _normalization, values);
        return new PreparedItem
        {
            Tensors = [PreparedTensor.Of(Output, values, 1, Channels, _size, _size)],
            Notes = EventNotes.Of(recording),
        };
    }
}
