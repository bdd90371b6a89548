using System.Buffers;

namespace UniBind.Grid.Media;

/// <summary>
/// <c>video-clip</c>: evenly spread frames stacked into one row, for encoders that look at motion.
/// Output <c>clip</c>, float32 in 0..1: [1, frames, size, size] in grey, or [1, 3, frames, size, size] in colour.
/// </summary>
/// <remarks>
/// Options: <c>frames</c> (8), <c>size</c> (64), <c>gray</c> (true). The frames are those of <c>video-frames</c>. Each is stretched to
/// the square, since motion near the edges counts too; grey is Pillow's <c>L</c> (ITU-R 601).
/// </remarks>
internal sealed class VideoClipProfile : IPreprocessingProfile
{
    /// <summary>The name in packs.</summary>
    internal const string ProfileName = "video-clip";

    private const int Rgb = 3;

    private readonly MediaLimits _limits;
    private readonly FfmpegTool _tool;
    private readonly int _frames;
    private readonly int _size;
    private readonly bool _gray;

    /// <summary>Makes the profile.</summary>
    /// <exception cref="InvalidDataException">An option is unknown or out of range.</exception>
    internal VideoClipProfile(ProfileContext context, FfmpegTool? tool = null)
    {
        var options = new ProfileOptions(ProfileName, context.Options);
        (_frames, _size) = FrameOptions.Read(ProfileName, options, 64);
        _gray = options.Flag("gray", true);
        options.RefuseUnknown();
        _limits = context.Limits;
        _tool = tool ?? FfmpegTool.Default;
        Outputs = [new("clip", TensorType.Float32, _gray ? [_frames, _size, _size] : [Rgb, _frames, _size, _size])];
    }

    /// <inheritdoc/>
    public string Name => ProfileName;

    /// <inheritdoc/>
    public Modality Modality => Modality.Video;

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Outputs { get; }

    /// <inheritdoc/>
    public string Fingerprint => FormattableString.Invariant(
        $"{ProfileName}/1 frames={_frames} size={_size} gray={_gray} libvips={VipsRuntime.Version} ffmpeg={_tool.Version}");

    /// <inheritdoc/>
    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken)
    {
        using var timeline = VideoDecoder.Open(content, format, _limits, _tool, cancellationToken);
        var (width, height) = (timeline.Width, timeline.Height);
        var plan = ResizePlan.For(width, height, _size, PictureCrop.Stretch);
        var plane = _size * _size;
        var values = new float[(_gray ? 1 : Rgb) * _frames * plane];
        var square = ArrayPool<byte>.Shared.Rent(Rgb * plane);
        var colours = ArrayPool<float>.Shared.Rent(Rgb * plane);
        try
        {
            FrameReader.ReadEach(timeline, FrameSampling.Even(timeline, _frames), (slot, rgb) =>
            {
                ByteResizer.Resize(rgb, width, height, Rgb, plan, square);
                if (_gray)
                    WriteGray(square.AsSpan(0, Rgb * plane), values.AsSpan(slot * plane, plane));
                else
                    WriteColours(square, colours, slot, values);
            }, cancellationToken);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(colours);
            ArrayPool<byte>.Shared.Return(square);
        }
        return new() { Tensors = [PreparedTensor.Of("clip", values, [1, .. Outputs[0].Shape])], Notes = VideoNotes.Of(timeline) };
    }

    private static void WriteGray(Span<byte> square, Span<float> plane)
    {
        // In place: a grey sample is written at or before the place that its colours are read from.
        PixelBands.ToGrey(square, square[..plane.Length]);
        PixelTensor.WritePlane(square[..plane.Length], PixelNormalization.Unit, 0, plane);
    }

    private void WriteColours(ReadOnlySpan<byte> square, Span<float> colours, int slot, Span<float> values)
    {
        var plane = _size * _size;
        PixelTensor.Write(square, _size, _size, PixelNormalization.Unit, colours);
        for (var colour = 0; colour < Rgb; colour++)
            colours.Slice(colour * plane, plane).CopyTo(values[((colour * _frames + slot) * plane)..]);
    }
}
