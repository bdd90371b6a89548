namespace UniBind.Grid.Media;

/// <summary>
/// <c>imagebind-video</c>: five clips of 2 s, evenly spread, each by its first and last frame in three square crops.
/// Output <c>frames</c>, float32 [15, 3, 2, 224, 224]: rows are clips, then crops; a row is colour, time, height, width.
/// </summary>
/// <remarks>As ImageBind does it (see <c>unibind-method.md</c> 3.5). Reads MPEG-4, Matroska, AVI, MPEG, and animated GIF and WebP; sound is not looked at.</remarks>
internal sealed class ImageBindVideoProfile : IPreprocessingProfile
{
    /// <summary>The name in packs.</summary>
    internal const string ProfileName = "imagebind-video";

    private const int Clips = 5;
    private const double ClipSeconds = 2;
    private const int Ends = 2;
    private const int Channels = 3;
    private const int Size = 224;
    private const int Plane = Size * Size;
    private const int RowValues = Channels * Ends * Plane;

    private readonly MediaLimits _limits;
    private readonly FfmpegTool _tool;

    /// <summary>Makes the profile, which has no options.</summary>
    /// <exception cref="InvalidDataException">There is an option.</exception>
    internal ImageBindVideoProfile(ProfileContext context, FfmpegTool? tool = null)
    {
        new ProfileOptions(ProfileName, context.Options).RefuseUnknown();
        _limits = context.Limits;
        _tool = tool ?? FfmpegTool.Default;
    }

    /// <inheritdoc/>
    public string Name => ProfileName;

    /// <inheritdoc/>
    public Modality Modality => Modality.Video;

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Outputs { get; } = [new("frames", TensorType.Float32, [Channels, Ends, Size, Size])];

    /// <inheritdoc/>
    public string Fingerprint => $"{ProfileName}/1 libvips={VipsRuntime.Version} ffmpeg={_tool.Version}";

    /// <inheritdoc/>
    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken)
    {
        using var timeline = VideoDecoder.Open(content, format, _limits, _tool, cancellationToken);
        var crops = new SpatialCrops(timeline.Width, timeline.Height, Size);
        const int rows = Clips * SpatialCrops.Count;
        var values = new float[rows * RowValues];
        FrameReader.ReadEach(timeline, FrameSampling.ClipEnds(timeline, Clips, ClipSeconds), (slot, rgb) =>
        {
            var (clip, end) = Math.DivRem(slot, Ends);
            for (var crop = 0; crop < SpatialCrops.Count; crop++)
            {
                var target = values.AsSpan((clip * SpatialCrops.Count + crop) * RowValues, RowValues)[(end * Plane)..];
                crops.Write(crop, rgb, PixelNormalization.Clip, target, Ends * Plane);
            }
        }, cancellationToken);
        return new() { Tensors = [PreparedTensor.Of("frames", values, rows, Channels, Ends, Size, Size)], Notes = VideoNotes.Of(timeline) };
    }
}
