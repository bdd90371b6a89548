namespace UniBind.Grid.Samples;

/// <summary>
/// The tone of a telephone key (ITU-T Q.23): the sum of the digit's row and column frequency, pressed one to three times, with line noise.
/// Levels, lengths and frequencies vary about as much as telephones do.
/// </summary>
internal static class DialTone
{
    private static readonly double[] Rows = [697, 770, 852, 941];
    private static readonly double[] Columns = [1209, 1336, 1477];

    /// <summary>The frequencies of a digit's key, in hertz.</summary>
    public static (double Row, double Column) Frequencies(int digit) =>
        digit == 0 ? (Rows[3], Columns[1]) : (Rows[(digit - 1) / 3], Columns[(digit - 1) % 3]);

    /// <summary>The sound, one channel, -1 to 1.</summary>
    public static double[] Render(SampleObject thing, int sampleRate)
    {
        var random = thing.Sensor(Modality.Audio);
        var presses = 1 + random.Below(3);
        var press = random.Between(.18, .45);
        var pause = random.Between(.06, .14);
        var lead = random.Between(.03, .15);
        var samples = new double[(int)((lead * 2 + presses * press + (presses - 1) * pause) * sampleRate)];
        var noise = random.Between(.001, .02);
        for (var i = 0; i < samples.Length; i++)
            samples[i] = noise * random.NextNormal();

        var (row, column) = Frequencies(thing.Digit);
        var rowLevel = random.Between(.12, .4);
        // The column may be up to 4 dB louder or softer than the row.
        var columnLevel = rowLevel * random.Between(.63, 1.58);
        var drift = random.Between(.985, 1.015);
        for (var i = 0; i < presses; i++)
        {
            var tone = samples.AsSpan((int)((lead + i * (press + pause)) * sampleRate), (int)(press * sampleRate));
            Add(tone, row * drift, rowLevel, sampleRate);
            Add(tone, column * drift, columnLevel, sampleRate);
        }

        return samples;
    }

    private static void Add(Span<double> tone, double frequency, double level, int sampleRate)
    {
        // A key closes within about 5 ms; a harder edge would click.
        var edge = sampleRate / 200.0;
        var step = Math.Tau * frequency / sampleRate;
        // sin(n w) = 2 cos(w) sin((n - 1) w) - sin((n - 2) w): two operations a sample.
        var twiceCos = 2 * StableMath.Cos(step);
        var (now, previous) = (0.0, -StableMath.Sin(step));
        for (var i = 0; i < tone.Length; i++)
        {
            var envelope = StableMath.SmoothStep(Math.Min(i, tone.Length - 1 - i) / edge);
            tone[i] += level * envelope * now;
            (now, previous) = (twiceCos * now - previous, now);
        }
    }
}
