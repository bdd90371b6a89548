namespace UniBind.Grid.Media;

/// <summary>Kaldi's triangular mel filters (<c>torchaudio.compliance.kaldi.get_mel_banks</c>), stored without their zeros.</summary>
/// <remarks>Immutable and thread-safe. mel(f) = 1127 ln(1 + f/700); triangles are straight in mel, not in Hz, and not normalised by area.</remarks>
internal sealed class MelBank
{
    private readonly (int First, float[] Weights)[] _filters;

    /// <summary>Filters from 20 Hz to half the sample rate.</summary>
    /// <param name="count">The number of filters.</param>
    /// <param name="fftSize">The FFT length; its bins below the last one carry weight.</param>
    /// <param name="sampleRate">In Hz.</param>
    internal MelBank(int count, int fftSize, int sampleRate)
    {
        var low = Mel(20);
        var step = (Mel(sampleRate / 2.0) - low) / (count + 1);
        _filters = new (int, float[])[count];
        for (var m = 0; m < count; m++)
            _filters[m] = Triangle(low + m * step, low + (m + 1) * step, low + (m + 2) * step, fftSize, sampleRate);
    }

    /// <summary>The number of filters.</summary>
    internal int Count => _filters.Length;

    /// <summary>The first FFT bin of a filter, and its weights from there on; there may be none for filters narrower than a bin.</summary>
    internal (int First, float[] Weights) this[int filter] => _filters[filter];

    private static (int First, float[] Weights) Triangle(double left, double center, double right, int fftSize, int sampleRate)
    {
        var first = 0;
        var weights = new List<float>();
        for (var bin = 0; bin < fftSize / 2; bin++)
        {
            var mel = Mel(bin * (double)sampleRate / fftSize);
            var weight = Math.Min((mel - left) / (center - left), (right - mel) / (right - center));
            if (weight <= 0)
                continue;
            if (weights.Count == 0)
                first = bin;
            weights.Add((float)weight);
        }
        return (first, [.. weights]);
    }

    private static double Mel(double hertz) => 1127.0 * Math.Log(1.0 + hertz / 700.0);
}
