using System.Numerics;

namespace UniBind.Grid.Media;

/// <summary>
/// <c>imagebind-audio</c>: three clips of 2 s, evenly spread over the sound at 16 kHz, each as a normalised log-mel picture.
/// Output <c>mel</c>, float32 [3, 1, 128, 204].
/// </summary>
/// <remarks>
/// As ImageBind does it (see <c>unibind-method.md</c> 3.4): the mean over all channels is subtracted, the filter bank sees the first channel
/// alone; (x + 4.268) / 9.138; columns beyond the last frame hold the normalised 0. Sounds shorter than 2 s give three equal clips.
/// </remarks>
internal sealed class ImageBindAudioProfile : IPreprocessingProfile
{
    /// <summary>The name in packs.</summary>
    internal const string ProfileName = "imagebind-audio";

    private const int Clips = 3;
    private const int ClipSeconds = 2;
    private const int Columns = 204;
    private const float Mean = -4.268f;
    private const float Deviation = 9.138f;

    private readonly MediaLimits _limits;
    private readonly FfmpegTool _tool;

    /// <summary>Makes the profile, which has no options.</summary>
    /// <exception cref="InvalidDataException">There is an option.</exception>
    internal ImageBindAudioProfile(ProfileContext context, FfmpegTool? tool = null)
    {
        new ProfileOptions(ProfileName, context.Options).RefuseUnknown();
        _limits = context.Limits;
        _tool = tool ?? FfmpegTool.Default;
    }

    /// <inheritdoc/>
    public string Name => ProfileName;

    /// <inheritdoc/>
    public Modality Modality => Modality.Audio;

    /// <inheritdoc/>
    public IReadOnlyList<TensorSpec> Outputs { get; } = [new("mel", TensorType.Float32, [1, KaldiFbank.Mels, Columns])];

    /// <inheritdoc/>
    public string Fingerprint => $"{ProfileName}/1 ffmpeg={_tool.Version}";

    /// <inheritdoc/>
    public PreparedItem Prepare(MediaContent content, MediaFormat format, CancellationToken cancellationToken)
    {
        using var track = AudioDecoder.Open(content, format, _limits, _tool, cancellationToken);
        var sound = new ResampledTrack(track, KaldiFbank.SampleRate);
        var length = (int)Math.Min(sound.Length, ClipSeconds * KaldiFbank.SampleRate);
        if (length < KaldiFbank.FrameLength)
            throw new ItemException(ItemStage.Preprocess, ItemErrorCodes.Empty,
                FormattableString.Invariant($"The sound lasts {1000.0 * sound.Length / KaldiFbank.SampleRate:0.#} ms, and at least 25 ms are needed."));

        var mel = new float[Clips * KaldiFbank.Mels * Columns];
        Array.Fill(mel, (0 - Mean) / Deviation);
        var fbank = new KaldiFbank();
        var wave = new float[length];
        var mix = track.Format.Channels > 1 ? new float[length] : wave;
        var clipValues = mel.Length / Clips;
        for (var clip = 0; clip < Clips; clip++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var target = mel.AsSpan(clip * clipValues, clipValues);
            var start = ClipStarts.Sample(clip, Clips, sound.Length, KaldiFbank.SampleRate, ClipSeconds);
            if (clip > 0 && start == 0)
            {
                mel.AsSpan(0, clipValues).CopyTo(target);
                continue;
            }
            sound.Read(start, wave, mix == wave ? [] : mix);
            Subtract(wave, Average(mix));
            fbank.Compute(wave, Mean, Deviation, Columns, target);
        }
        return new() { Tensors = [PreparedTensor.Of("mel", mel, Clips, 1, KaldiFbank.Mels, Columns)], Notes = AudioNotes.Of(track, KaldiFbank.SampleRate) };
    }

    private static float Average(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return (float)(sum / values.Length);
    }

    private static void Subtract(Span<float> values, float mean)
    {
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(values[i..]) - new Vector<float>(mean)).CopyTo(values[i..]);
        for (; i < values.Length; i++)
            values[i] -= mean;
    }
}
