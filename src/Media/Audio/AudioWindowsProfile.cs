namespace UniBind.Grid.Media;

/// <summary>
/// <c>audio-windows</c>: the mean of all channels at one rate, cut into overlapping windows, each a row.
/// Output <c>waveform</c>, float32 [rows, window], nominally in -1..1.
/// </summary>
/// <remarks>
/// Options: <c>sampleRate</c> (16,000 Hz), <c>window</c> (15,600 samples), <c>hop</c> (7,800 samples), <c>maxWindows</c> (60).
/// A sound shorter than one window is continued with zeros. Beyond the last whole window, one more window, continued with zeros, is added
/// when it brings at least half a hop of samples that no window before it had; a shorter rest is left out. Windows beyond
/// <c>maxWindows</c> are left out and the item counts as truncated.
/// </remarks>
internal sealed class AudioWindowsProfile : IPreprocessingProfile
{
    /// <summary>The name in packs.</summary>
    internal const string ProfileName = "audio-windows";

    private const int MaxValues = 1 << 26;

    private readonly MediaLimits _limits;
    private readonly FfmpegTool _tool;
    private readonly int _rate;
    private readonly int _window;
    private readonly int _hop;
    private readonly int _maxWindows;

    /// <summary>Makes the profile.</summary>
    /// <exception cref="InvalidDataException">An option is unknown or out of range.</exception>
    internal AudioWindowsProfile(ProfileContext context, FfmpegTool? tool = null)
    {
        var options = new ProfileOptions(ProfileName, context.Options);
        _rate = options.Int("sampleRate", 16_000, 1_000, 192_000);
        _window = options.Int("window", 15_600, 16, 1 << 20);
        _hop = options.Int("hop", 7_800, 1, 1 << 20);
        _maxWindows = options.Int("maxWindows", 60, 1, 4_096);
        options.RefuseUnknown();
        if (_hop > _window)
            throw new InvalidDataException($"The option 'hop' of the profile '{ProfileName}' must be at most the window of {_window}, but it is {_hop}.");
        if ((long)_window * _maxWindows > MaxValues)
            throw new InvalidDataException($"The options 'window' and 'maxWindows' of the profile '{ProfileName}' make up to {(long)_window * _maxWindows:N0} values an item; at most {MaxValues:N0} are allowed.");
        _limits = context.Limits;
        _tool = tool ?? FfmpegTool.Default;
        Outputs = [new("waveform", TensorType.Float32, [_window])];
    }

    /// <inheritdoc/>
    public string Name => ProfileName;

    /// <inheritdoc/>
    public Modality Modality => Modality.Audio;

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Outputs { get; }

    /// <inheritdoc/>
    public string Fingerprint =>
        FormattableString.Invariant($"{ProfileName}/1 sampleRate={_rate} window={_window} hop={_hop} maxWindows={_maxWindows} ffmpeg={_tool.Version}");

    /// <inheritdoc/>
    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken)
    {
        using var track = AudioDecoder.Open(content, format, _limits, _tool, cancellationToken);
        var sound = new ResampledTrack(track, _rate);
        var wanted = Windows(sound.Length);
        var rows = (int)Math.Min(wanted, _maxWindows);

        // Each sample is decoded and resampled once, then copied into the windows that share it.
        var wave = new float[Math.Min(sound.Length, (rows - 1L) * _hop + _window)];
        cancellationToken.ThrowIfCancellationRequested();
        sound.Read(0, [], wave);
        var values = new float[rows * _window];
        for (var row = 0; row < rows; row++)
        {
            var rest = wave.AsSpan(row * _hop);
            rest[..Math.Min(_window, rest.Length)].CopyTo(values.AsSpan(row * _window));
        }
        return new()
        {
            Tensors = [PreparedTensor.Of("waveform", values, rows, _window)],
            Truncated = wanted > _maxWindows,
            Notes = AudioNotes.Of(track, _rate),
        };
    }

    private long Windows(long length)
    {
        if (length <= _window)
            return 1;
        var whole = 1 + (length - _window) / _hop;
        var rest = (length - _window) % _hop;
        return 2 * rest >= _hop ? whole + 1 : whole;
    }
}
