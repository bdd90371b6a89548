using System.Buffers;

namespace UniBind.Grid.Media;

/// <summary>
/// The profile <c>clip-image</c>: a picture as CLIP, ImageBind and their kin take it. Output <c>pixels</c>, float [3, size, size].
/// </summary>
/// <remarks>
/// Immutable and thread-safe. RGB; the shorter side is resampled to <c>size</c> (bicubic, antialiased, as Pillow does); the middle is
/// cropped; 0..1; <c>(x - mean) / std</c>. With <c>exact: true</c> and <c>exif: false</c> that is ImageBind's own loader.
/// </remarks>
internal sealed class ClipImageProfile : IPreprocessingProfile
{
    /// <summary>The name in packs.</summary>
    internal const string ProfileName = "clip-image";

    private const int Channels = 3;
    private const string Output = "pixels";

    private readonly PictureOptions _options;
    private readonly MediaLimits _limits;

    /// <summary>Makes the profile.</summary>
    /// <exception cref="InvalidDataException">An option is unknown or out of range.</exception>
    internal ClipImageProfile(ProfileContext context)
    {
        var options = new ProfileOptions(ProfileName, context.Options);
        _options = PictureOptions.Read(options, PixelNormalization.Clip);
        options.RefuseUnknown();
        _limits = context.Limits;
        Outputs = [new(Output, TensorType.Float32, [Channels, _options.Size, _options.Size])];
        Fingerprint = $"{ProfileName}/1 {_options}";
    }

    /// <inheritdoc/>
    public string Name => ProfileName;

    /// <inheritdoc/>
    public Modality Modality => Modality.Image;

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Outputs { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var picture = PictureDecoder.Decode(content, format, _options.Request(Channels), _limits);
        cancellationToken.ThrowIfCancellationRequested();
        var size = _options.Size;
        var values = new float[Channels * size * size];
        WriteRgb(picture, _options, values);
        return new()
        {
            Tensors = [PreparedTensor.Of(Output, values, 1, Channels, size, size)],
            Notes = picture.Notes,
        };
    }

    /// <summary>Resamples and normalises an 8-bit RGB picture.</summary>
    internal static void WriteRgb(DecodedPicture picture, PictureOptions options, Span<float> values)
    {
        var size = options.Size;
        var plan = ResizePlan.For(picture.Width, picture.Height, size, options.Crop);
        var square = ArrayPool<byte>.Shared.Rent(Channels * size * size);
        try
        {
            ByteResizer.Resize(picture.Bytes, picture.Width, picture.Height, Channels, plan, square);
            PixelTensor.Write(square, size, size, options.Normalization, values);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(square);
        }
    }
}
