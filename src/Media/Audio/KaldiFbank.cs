using System.Numerics;
using System.Runtime.InteropServices;

namespace UniBind.Grid.Media;

/// <summary>
/// Kaldi's log-mel filter bank as <c>torchaudio.compliance.kaldi.fbank</c> computes it for ImageBind: frames of 25 ms every 10 ms
/// that fit whole, each without its mean, pre-emphasised by 0.97, Hann-windowed (not periodic), padded to 512, power spectrum,
/// 128 mel filters from 20 Hz to 8 kHz, natural logarithm floored at single-precision epsilon; no dither.
/// </summary>
/// <remarks>Not thread-safe: an instance holds the work space of one thread. As many frames as a vector has lanes are done at once.</remarks>
internal sealed class KaldiFbank
{
    /// <summary>The sample rate that it takes, in Hz.</summary>
    internal const int SampleRate = 16_000;

    /// <summary>The samples of one frame.</summary>
    internal const int FrameLength = 400;

    /// <summary>The samples from one frame to the next.</summary>
    internal const int FrameShift = 160;

    /// <summary>The mel filters, rows of the result.</summary>
    internal const int Mels = 128;

    private const int FftSize = 512;
    private const float PreEmphasis = 0.97f;
    private const float Floor = 1.1920929e-7f;

    private static readonly MelBank Bank = new(Mels, FftSize, SampleRate);
    private static readonly float[] Window = MakeWindow();

    private readonly LaneFft _fft = new(FftSize);
    private readonly Vector<float>[] _frame = new Vector<float>[FrameLength];
    private readonly Vector<float>[] _power = new Vector<float>[FftSize / 2];

    /// <summary>The number of whole frames in so many samples.</summary>
    internal static int Frames(int samples) => samples < FrameLength ? 0 : 1 + (samples - FrameLength) / FrameShift;

    /// <summary>Computes <c>(fbank - mean) / deviation</c>, transposed: one row a mel filter, one column a frame.</summary>
    /// <param name="wave">Samples at 16 kHz.</param>
    /// <param name="mean">Subtracted from every logarithm.</param>
    /// <param name="deviation">Divides the difference.</param>
    /// <param name="columns">The row length of the result; frames beyond it are left out.</param>
    /// <param name="result">Receives the first <c>Frames(wave.Length)</c> columns of its <see cref="Mels"/> rows; other columns stay as they are.</param>
    internal void Compute(ReadOnlySpan<float> wave, float mean, float deviation, int columns, Span<float> result)
    {
        var frames = Math.Min(Frames(wave.Length), columns);
        for (var start = 0; start < frames; start += Vector<float>.Count)
        {
            var lanes = Math.Min(Vector<float>.Count, frames - start);
            Gather(wave[(start * FrameShift)..], lanes);
            Shape();
            _fft.PowerSpectrum(_frame, _power);
            for (var m = 0; m < Mels; m++)
                Store((LogEnergy(m) - new Vector<float>(mean)) / deviation, lanes, result[(m * columns + start)..]);
        }
    }

    // Lanes without a frame of their own keep zeros: their result is dropped, but it must not be slow (denormal) or trap.
    private void Gather(ReadOnlySpan<float> wave, int lanes)
    {
        var frame = MemoryMarshal.Cast<Vector<float>, float>(_frame.AsSpan());
        if (lanes < Vector<float>.Count)
            frame.Clear();
        for (var lane = 0; lane < lanes; lane++)
        {
            var source = wave.Slice(lane * FrameShift, FrameLength);
            for (int i = 0, at = lane; i < source.Length; i++, at += Vector<float>.Count)
                frame[at] = source[i];
        }
    }

    // Mean removal, pre-emphasis with the first sample replicated, window: torchaudio's order.
    private void Shape()
    {
        var mean = Vector<float>.Zero;
        foreach (var sample in _frame)
            mean += sample;
        mean /= FrameLength;
        var previous = _frame[0] - mean;
        for (var i = 0; i < _frame.Length; i++)
        {
            var current = _frame[i] - mean;
            _frame[i] = (current - previous * PreEmphasis) * Window[i];
            previous = current;
        }
    }

    private Vector<float> LogEnergy(int filter)
    {
        var (first, weights) = Bank[filter];
        var energy = Vector<float>.Zero;
        for (var i = 0; i < weights.Length; i++)
            energy += _power[first + i] * weights[i];
        return Vector.Log(Vector.Max(energy, new Vector<float>(Floor)));
    }

    private static void Store(Vector<float> values, int lanes, Span<float> destination)
    {
        if (lanes == Vector<float>.Count)
        {
            values.CopyTo(destination);
            return;
        }
        for (var lane = 0; lane < lanes; lane++)
            destination[lane] = values[lane];
    }

    private static float[] MakeWindow()
    {
        var window = new float[FrameLength];
        for (var i = 0; i < FrameLength; i++)
            window[i] = (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / (FrameLength - 1)));
        return window;
    }
}
