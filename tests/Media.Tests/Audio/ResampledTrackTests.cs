namespace UniBind.Grid.Media.Tests;

public sealed class ResampledTrackTests
{
    [Theory]
    [InlineData(8_000, 16_000, 1_000)]
    [InlineData(44_100, 16_000, 1_000)]
    [InlineData(48_000, 16_000, 5_000)]
    [InlineData(22_050, 16_000, 3_000)]
    [InlineData(44_101, 16_000, 2_500)]
    [InlineData(11_025, 48_000, 2_000)]
    [InlineData(96_000, 8_000, 1_500)]
    public void Read_SineBelowTheCutoff_IsTheSameSineAtTheNewRate(int from, int to, double frequency)
    {
        var wave = Resample(Sine(from, from / 2, frequency), from, to);

        Assert.Equal((from / 2 * (long)to + from - 1) / from, wave.Length);
        // The first and the last taps see the silence around the sound.
        var worst = 0.0;
        for (var i = 200; i < wave.Length - 200; i++)
            worst = Math.Max(worst, Math.Abs(wave[i] - Math.Sin(2 * Math.PI * frequency * i / to)));
        // The ripple of a filter designed with a Hann window: 44 dB below full scale, 0.0063.
        Assert.True(worst < 6.3e-3, $"largest error {worst}");
    }

    [Theory]
    [InlineData(48_000, 16_000, 12_000)]
    [InlineData(44_100, 16_000, 11_000)]
    [InlineData(44_100, 8_000, 6_000)]
    public void Read_SineAboveTheNewNyquist_IsRejected(int from, int to, double frequency)
    {
        var wave = Resample(Sine(from, from / 2, frequency), from, to);

        var power = wave.Skip(200).SkipLast(200).Average(x => (double)x * x);
        // A sine has a power of 1/2; the stop band of a Hann window begins at -44 dB and falls from there.
        Assert.True(10 * Math.Log10(power / 0.5) < -44, $"alias at {10 * Math.Log10(power / 0.5):0.0} dB");
    }

    [Theory]
    [InlineData(8_000, 16_000)]
    [InlineData(44_100, 16_000)]
    [InlineData(44_101, 16_000)]
    public void Read_AnyRange_EqualsThatPartOfTheWhole(int from, int to)
    {
        var random = new Random(5);
        var samples = Enumerable.Range(0, 6_000).Select(_ => random.NextSingle() - 0.5f).ToArray();
        using var track = Track(samples, from, 1);
        var sound = new ResampledTrack(track, to);
        var whole = new float[sound.Length];
        sound.Read(0, whole, []);

        foreach (var (start, length) in (ReadOnlySpan<(int, int)>)[(0, 1), (1, 100), (777, 333), ((int)sound.Length - 50, 50)])
        {
            var part = new float[length];
            sound.Read(start, part, []);
            Assert.Equal(whole[start..(start + length)], part);
        }
    }

    /// <summary>The formula of torchaudio, summed naively over its whole kernel.</summary>
    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 3)]
    [InlineData(441, 160)]
    public void Read_Noise_EqualsTheNaiveSum(int from, int to)
    {
        var random = new Random(11);
        var samples = Enumerable.Range(0, 900).Select(_ => random.NextSingle() - 0.5f).ToArray();

        var wave = Resample(samples, from, to);

        var cutoff = 0.99 * Math.Min(from, to);
        for (var n = 0; n < wave.Length; n++)
        {
            var sum = 0.0;
            for (var k = 0; k < samples.Length; k++)
            {
                var t = Math.Clamp(((double)k / from - (double)n / to) * cutoff, -6, 6);
                var window = Math.Pow(Math.Cos(t * Math.PI / 12), 2);
                sum += samples[k] * window * (t == 0 ? 1 : Math.Sin(Math.PI * t) / (Math.PI * t)) * cutoff / from;
            }
            Assert.Equal(sum, wave[n], 2e-6);
        }
    }

    /// <summary>Rates come from untrusted headers: an odd one must cost no more than its taps.</summary>
    [Theory]
    [InlineData(383_999, 16_000)]
    [InlineData(1, 16_000)]
    public void Read_ExtremeRate_IsBounded(int from, int to)
    {
        var samples = Enumerable.Repeat(0.5f, 200_000).ToArray();
        using var track = Track(samples, from, 1);
        var sound = new ResampledTrack(track, to);
        var part = new float[8_000];

        sound.Read(sound.Length / 2 - 4_000, part, []);

        // A constant stays one, but for the ripple of the filter.
        Assert.All(part, x => Assert.Equal(0.5f, x, 5e-3f));
    }

    [Fact]
    public void Read_SameRate_ChangesNothing()
    {
        var samples = Sine(16_000, 500, 440);

        Assert.Equal(samples, Resample(samples, 16_000, 16_000));
    }

    [Fact]
    public void Read_TwoChannels_ResamplesBothTheFirstAndTheMean()
    {
        var left = Sine(8_000, 2_000, 300);
        var right = Sine(8_000, 2_000, 700);
        using var track = Track([.. left.Zip(right, (l, r) => new[] { l, r }).SelectMany(p => p)], 8_000, 2);
        var sound = new ResampledTrack(track, 16_000);
        var first = new float[sound.Length];
        var mix = new float[sound.Length];

        sound.Read(0, first, mix);

        Assert.Equal(Resample(left, 8_000, 16_000), first);
        var expected = Resample([.. left.Zip(right, (l, r) => (l + r) / 2)], 8_000, 16_000);
        Assert.All(Enumerable.Range(0, mix.Length), i => Assert.Equal(expected[i], mix[i], 1e-6f));
    }

    private static float[] Sine(int rate, int count, double frequency) =>
        [.. Enumerable.Range(0, count).Select(i => (float)Math.Sin(2 * Math.PI * frequency * i / rate))];

    private static float[] Resample(float[] samples, int from, int to)
    {
        using var track = Track(samples, from, 1);
        var sound = new ResampledTrack(track, to);
        var wave = new float[sound.Length];
        sound.Read(0, wave, []);
        return wave;
    }

    private static PcmTrack Track(float[] samples, int rate, int channels)
    {
        var stream = new MemoryStream(WavBuilder.Float(rate, channels, samples));
        var header = WavReader.Read(stream);
        return new(stream, header.DataOffset, header.Format!.Value, header.Frames);
    }
}
