using System.Buffers;

namespace UniBind.Grid.Media;

/// <summary>
/// <c>video-frames</c>: evenly spread frames, each a row, as the image encoders take pictures. Output <c>pixels</c>, float32 [rows, 3, size, size].
/// </summary>
/// <remarks>
/// Options: <c>frames</c> (8), <c>size</c> (224), <c>normalize</c> (<c>clip</c>, <c>unit</c>, <c>half</c>), <c>crop</c> (<c>center</c>, <c>stretch</c>).
/// A frame is what is shown in the middle of each of <c>frames</c> equal parts of the video, resampled as <c>clip-image</c> does (bicubic,
/// antialiased). A video of fewer frames repeats them, so that the number of rows is always the same.
/// </remarks>
internal sealed class VideoFramesProfile : IPreprocessingProfile
{
    /// <summary>The name in packs.</summary>
    internal const string ProfileName = "video-frames";

    private const int Channels = 3;

    private readonly MediaLimits _limits;
    private readonly FfmpegTool _tool;
    private readonly int _frames;
    private readonly int _size;
    private readonly PixelNormalization _normalization;
    private readonly PictureCrop _crop;

    /// <summary>Makes the profile.</summary>
    /// <exception cref="InvalidDataException">An option is unknown or out of range.</exception>
    internal VideoFramesProfile(ProfileContext context, FfmpegTool? tool = null)
    {
        var options = new ProfileOptions(ProfileName, context.Options);
        (_frames, _size) = FrameOptions.Read(ProfileName, options, 224);
        _normalization = options.Text("normalize", "clip", "clip", "unit", "half") switch
        {
            "unit" => PixelNormalization.Unit,
            "half" => PixelNormalization.Half,
            _ => PixelNormalization.Clip,
        };
        _crop = options.Text("crop", "center", "center", "stretch") == "center" ? PictureCrop.Center : PictureCrop.Stretch;
        options.RefuseUnknown();
        _limits = context.Limits;
        _tool = tool ?? FfmpegTool.Default;
        Outputs = [new("pixels", TensorType.Float32, [Channels, _size, _size])];
    }

    /// <inheritdoc/>
    public string Name => ProfileName;

    /// <inheritdoc/>
    public Modality Modality => Modality.Video;

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Outputs { get; }

    /// <inheritdoc/>
    public string Fingerprint => FormattableString.Invariant(
        $"{ProfileName}/1 frames={_frames} size={_size} normalize={_normalization} crop={_crop} libvips={VipsRuntime.Version} ffmpeg={_tool.Version}");

    /// <inheritdoc/>
    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken)
    {
        using var timeline = VideoDecoder.Open(content, format, _limits, _tool, cancellationToken);
        var (width, height) = (timeline.Width, timeline.Height);
        var plan = ResizePlan.For(width, height, _size, _crop);
        var rowValues = Channels * _size * _size;
        var values = new float[_frames * rowValues];
        var square = ArrayPool<byte>.Shared.Rent(rowValues);
        try
        {
            FrameReader.ReadEach(timeline, FrameSampling.Even(timeline, _frames), (slot, rgb) =>
            {
                ByteResizer.Resize(rgb, width, height, Channels, plan, square);
                PixelTensor.Write(square, _size, _size, _normalization, values.AsSpan(slot * rowValues, rowValues));
            }, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(square);
        }
        return new() { Tensors = [PreparedTensor.Of("pixels", values, _frames, Channels, _size, _size)], Notes = VideoNotes.Of(timeline) };
    }
}
