using System.Buffers;
using System.Globalization;
using System.Numerics.Tensors;

namespace UniBind.Grid.Media;

/// <summary>
/// The profile <c>unibind-thermal</c>: a thermal picture as UniBind takes it. Output <c>pixels</c>, float [channels, size, size].
/// </summary>
/// <remarks>
/// Immutable and thread-safe. 8-bit pictures become luma and go UniBind's way: resampled and cropped as in <c>clip-image</c>, 0..1,
/// <c>(x - 0.5) / 0.5</c>. Single-channel pictures of more bits keep them: the samples are scaled to 0..1 by the option <c>range</c>
/// (see <see cref="ThermalRange"/>) in floating point, and resampled so. With <c>channels: 3</c> grey is repeated and color kept.
/// </remarks>
internal sealed class UniBindThermalProfile : IPreprocessingProfile
{
    /// <summary>The name in packs.</summary>
    internal const string ProfileName = "unibind-thermal";

    private const string Output = "pixels";

    private readonly PictureOptions _options;
    private readonly MediaLimits _limits;
    private readonly ThermalRange? _range;
    private readonly int _channels;

    /// <summary>Makes the profile.</summary>
    /// <exception cref="InvalidDataException">An option is unknown or out of range.</exception>
    internal UniBindThermalProfile(ProfileContext context)
    {
        var options = new ProfileOptions(ProfileName, context.Options);
        _options = PictureOptions.Read(options, PixelNormalization.Half);
        _channels = options.Int("channels", 1, 1, 3);
        _range = ThermalRange.Read(options);
        options.RefuseUnknown();
        if (_channels == 2)
            throw options.Refuse("channels", "1 or 3");
        if (_channels == 1 && _options.Normalization == PixelNormalization.Clip)
            throw options.Refuse("normalize", "half or unit where there is one channel");
        _limits = context.Limits;
        Outputs = [new(Output, TensorType.Float32, [_channels, _options.Size, _options.Size])];
        Fingerprint = FormattableString.Invariant($"{ProfileName}/1 {_options} channels={_channels} range={(object?)_range ?? "default"}");
    }

    /// <inheritdoc/>
    public string Name => ProfileName;

    /// <inheritdoc/>
    public Modality Modality => Modality.Thermal;

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Outputs { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Ranges are ranges of heat: a colored picture is brought to one channel before.
        var plainBytes = _range is null or { IsFull: true };
        using var picture = PictureDecoder.Decode(content, format, _options.Request(plainBytes ? _channels : 1, keepDepth: true), _limits);
        cancellationToken.ThrowIfCancellationRequested();
        var size = _options.Size;
        var values = new float[_channels * size * size];
        var notes = new Dictionary<string, string>(picture.Notes);
        if (picture.Channels == 3)
            ClipImageProfile.WriteRgb(picture, _options, values);
        else if (picture.Depth == SampleDepth.Bits8 && plainBytes)
            WriteBytes(picture, values);
        else
            WriteDeep(picture, values, notes);
        return new()
        {
            Tensors = [PreparedTensor.Of(Output, values, 1, _channels, size, size)],
            Notes = notes,
        };
    }

    private void WriteBytes(DecodedPicture picture, Span<float> values)
    {
        var count = _options.Size * _options.Size;
        var square = ArrayPool<byte>.Shared.Rent(count);
        try
        {
            ByteResizer.Resize(picture.Bytes, picture.Width, picture.Height, 1, Plan(picture), square);
            PixelTensor.WritePlane(square.AsSpan(0, count), _options.Normalization, 0, values);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(square);
        }
    }

    private void WriteDeep(DecodedPicture picture, Span<float> values, Dictionary<string, string> notes)
    {
        var (pixels, count) = (picture.Width * picture.Height, _options.Size * _options.Size);
        var plane = ArrayPool<float>.Shared.Rent(pixels);
        var square = ArrayPool<float>.Shared.Rent(count);
        try
        {
            var raw = plane.AsSpan(0, pixels);
            Widen(picture, raw);
            var (low, high) = (_range ?? ThermalRange.MinMax).Apply(raw, picture.Depth);
            notes["range"] = string.Create(CultureInfo.InvariantCulture, $"{low}..{high}");
            var target = square.AsSpan(0, count);
            FloatResizer.Resize(raw, picture.Width, picture.Height, Plan(picture), target);
            // The kernel overshoots at edges; bytes are cut there, and so are these.
            TensorPrimitives.Clamp(target, 0f, 1f, target);
            for (var channel = 0; channel < _channels; channel++)
                PixelTensor.WritePlane(target, _options.Normalization, channel, values.Slice(channel * count, count));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(plane);
            ArrayPool<float>.Shared.Return(square);
        }
    }

    private static void Widen(DecodedPicture picture, Span<float> raw)
    {
        switch (picture.Depth)
        {
            case SampleDepth.Bits8:
                TensorPrimitives.ConvertTruncating<byte, float>(picture.Bytes, raw);
                break;
            case SampleDepth.Bits16:
                TensorPrimitives.ConvertTruncating(picture.Words, raw);
                break;
            default:
                picture.Floats.CopyTo(raw);
                if (!TensorPrimitives.IsFiniteAll<float>(raw))
                    throw new ItemException(ItemStage.Preprocess, ItemErrorCodes.NotFinite, "The thermal picture holds samples that are NaN or infinite.");
                break;
        }
    }

    private ResizePlan Plan(DecodedPicture picture) => ResizePlan.For(picture.Width, picture.Height, _options.Size, _options.Crop);
}
