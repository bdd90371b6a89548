using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace UniBind.Grid.Media;

/// <summary>
/// Runs ffmpeg and ffprobe over untrusted content: one demuxer, local files alone, known codecs alone, one thread, no standard
/// input, and limits on time, memory, output and written files.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class FfmpegTool(FfmpegOptions options)
{
    // Common codecs only: ffmpeg carries some 500 decoders, of which the old and rare ones are where its holes are found.
    private const string Codecs =
        "aac,aac_fixed,aac_latm,ac3,alac,amrnb,amrwb,eac3,flac,mp1,mp1float,mp2,mp2float,mp3,mp3float,opus,libopus,vorbis,libvorbis,wavpack,wmav1,wmav2,"
        + "adpcm_ima_wav,adpcm_ima_qt,adpcm_ms,gsm_ms,pcm_alaw,pcm_mulaw,pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,"
        + "pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_s16be_planar,pcm_s16le_planar,pcm_bluray,pcm_dvd,"
        + "av1,libdav1d,libaom-av1,dnxhd,dvvideo,ffv1,flv,h263,h264,hevc,huffyuv,mjpeg,mpeg1video,mpeg2video,mpeg4,msmpeg4,msmpeg4v2,msmpeg4v3,png,prores,"
        + "qtrle,rawvideo,theora,vc1,vp8,libvpx,vp9,libvpx-vp9,wmv1,wmv2,wmv3";

    private const long VersionOutput = 1 << 16;
    private readonly Lock _lock = new();
    private string? _version;

    /// <summary>The tool that the environment names.</summary>
    internal static FfmpegTool Default { get; } = new(FfmpegOptions.FromEnvironment());

    /// <summary>The version as ffmpeg prints it, or <c>none</c> where it is not installed. Asked once.</summary>
    internal string Version
    {
        get
        {
            lock (_lock)
                return _version ??= ReadVersion();
        }
    }

    /// <summary>Starts ffmpeg: input options, the input itself, then output options, which end with <c>pipe:1</c>.</summary>
    /// <exception cref="ItemException">ffmpeg is not installed or cannot be started.</exception>
    internal GuardedProcess Decode(FfmpegInput input, IEnumerable<string> inputOptions, IEnumerable<string> outputOptions, ToolLimits limits, CancellationToken cancellationToken) =>
        Start("ffmpeg", options.Executable,
            ["-nostdin", "-filter_threads", "1", .. Guards(input), .. inputOptions, "-i", "file:" + input.Path, .. outputOptions, "-threads", "1", "pipe:1"], limits, cancellationToken);

    /// <summary>Starts ffprobe with the given options.</summary>
    /// <exception cref="ItemException">ffprobe is not installed or cannot be started.</exception>
    internal GuardedProcess Probe(FfmpegInput input, IEnumerable<string> probeOptions, ToolLimits limits, CancellationToken cancellationToken) =>
        Start("ffprobe", ProbePath(), [.. Guards(input), .. probeOptions, "-i", "file:" + input.Path], limits, cancellationToken);

    /// <summary>The option that keeps every selected frame as it is: renamed in ffmpeg 5.1, with the old name on its way out.</summary>
    internal string[] PassThrough() =>
        VersionNumber().Match(Version) is { Success: true } match
            && double.Parse(match.Value, CultureInfo.InvariantCulture) < 5.1 ? ["-vsync", "0"] : ["-fps_mode", "passthrough"];

    private static string[] Guards(FfmpegInput input) =>
        ["-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file,pipe", "-format_whitelist", input.Demuxer, "-codec_whitelist", Codecs,
         "-threads", "1", "-f", input.Demuxer];

    private string ProbePath() =>
        options.Probe ?? (Path.GetDirectoryName(options.Executable) is { Length: > 0 } folder ? Path.Combine(folder, "ffprobe") : "ffprobe");

    private GuardedProcess Start(string name, string program, string[] arguments, ToolLimits limits, CancellationToken cancellationToken)
    {
        var path = ToolLocator.Find(program) ?? throw new ItemException(ItemStage.Decode, ItemErrorCodes.MissingTool,
            $"{name} is not installed; install it (apt-get install ffmpeg, brew install ffmpeg, winget install ffmpeg), or set {FfmpegOptions.Variable} to its path.");
        var limiter = ToolLocator.Find(options.Limiter);
        string[] prefix = limiter is null ? [] : [limiter, .. ResourceLimits(limits)];
        return GuardedProcess.Start([.. prefix, path, .. arguments], name, limits, limiter is null, cancellationToken);
    }

    // CPU time is a second guard for a child whose parent was killed; no file may be written at all.
    private static string[] ResourceLimits(ToolLimits limits) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"--as={limits.Memory}"),
        string.Create(CultureInfo.InvariantCulture, $"--cpu={Math.Ceiling(limits.Time.TotalSeconds) + 1}"),
        "--fsize=0",
        "--core=0",
        "--",
    ];

    private string ReadVersion()
    {
        if (ToolLocator.Find(options.Executable) is null)
            return "none";
        try
        {
            using var process = Start("ffmpeg", options.Executable, ["-version"], new(TimeSpan.FromSeconds(10), MediaLimits.Default.ToolMemory, VersionOutput), CancellationToken.None);
            var buffer = new byte[VersionOutput];
            var text = Encoding.ASCII.GetString(buffer, 0, process.Read(buffer));
            process.Finish();
            return VersionLine().Match(text) is { Success: true } match ? match.Groups[1].Value : "unknown";
        }
        catch (ItemException)
        {
            return "unknown";
        }
    }

    [GeneratedRegex(@"\Affmpeg version (\S+)")]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"(?<=\An?)\d+\.\d+")]
    private static partial Regex VersionNumber();
}
