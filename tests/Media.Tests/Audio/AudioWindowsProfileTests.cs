using System.Text.Json;

namespace UniBind.Grid.Media.Tests;

public sealed class AudioWindowsProfileTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 1)]
    [InlineData(124, 1)]
    [InlineData(125, 2)]
    [InlineData(150, 2)]
    [InlineData(174, 2)]
    [InlineData(175, 3)]
    [InlineData(1_000, 19)]
    public void Prepare_Length_GivesSoManyWindows(int samples, int windows)
    {
        var item = Prepare(Ramp(samples), """{ "window": 100, "hop": 50 }""");

        Assert.Equal(windows, item.Rows);
        Assert.False(item.Truncated);
        Assert.Equal([windows, 100], item.Tensors[0].Shape);
    }

    [Fact]
    public void Prepare_Windows_HoldTheSamplesInOrderThenZeros()
    {
        var item = Prepare(Ramp(180), """{ "window": 100, "hop": 50 }""");

        var values = item.Tensors[0].Floats!;
        for (var row = 0; row < 3; row++)
        {
            for (var i = 0; i < 100; i++)
            {
                var sample = row * 50 + i;
                Assert.Equal(sample < 180 ? (sample + 1) / 32768f : 0, values[row * 100 + i]);
            }
        }
    }

    [Fact]
    public void Prepare_MoreThanMaxWindows_IsTruncated()
    {
        var item = Prepare(Ramp(5_000), """{ "window": 100, "hop": 50, "maxWindows": 4 }""");

        Assert.Equal(4, item.Rows);
        Assert.True(item.Truncated);
        Assert.Equal(250 / 32768f, item.Tensors[0].Floats![^1]);
    }

    [Fact]
    public void Prepare_StereoAtAnotherRate_IsMixedAndResampled()
    {
        // Opposite channels cancel; the notes say what happened.
        using var content = MediaContent.FromBytes("x.wav", WavBuilder.Pcm16(8_000, 2, [.. Ramp(4_000).SelectMany(s => new[] { s, (short)-s })]));
        var item = Create("{}").Prepare(content, MediaFormat.Wav, TestContext.Current.CancellationToken);

        Assert.Equal([1, 15_600], item.Tensors[0].Shape);
        Assert.All(item.Tensors[0].Floats!, x => Assert.Equal(0, x));
        Assert.Equal("resampled from 8000 Hz to 16000 Hz", item.Notes["rate"]);
        Assert.Equal("2", item.Notes["channels"]);
    }

    [Fact]
    public void Prepare_LongCompressedSound_IsSpooledAndTruncated()
    {
        // 100 s of stereo at 48 kHz are 38 MB when decoded: more than is kept in memory.
        var flac = TestVideos.Make("flac", "-f", "lavfi", "-i", "sine=440:sample_rate=48000:duration=100", "-ac", "2");
        using var content = MediaContent.FromBytes("x.flac", flac);

        var item = Create("{}").Prepare(content, MediaFormat.Flac, TestContext.Current.CancellationToken);

        Assert.Equal(60, item.Rows);
        Assert.True(item.Truncated);
        Assert.Equal("100", item.Notes["seconds"]);
        // ffmpeg's sine has an amplitude of 1/8, and its two channels share the power.
        Assert.Equal(0.125f / MathF.Sqrt(2), item.Tensors[0].Floats!.Max(), 0.002f);
    }

    [Theory]
    [InlineData("""{ "hop": 200, "window": 100 }""", "hop")]
    [InlineData("""{ "windows": 100 }""", "windows")]
    [InlineData("""{ "sampleRate": 0 }""", "sampleRate")]
    [InlineData("""{ "window": 1000000, "maxWindows": 1000 }""", "maxWindows")]
    public void Create_BadOption_NamesIt(string options, string name)
    {
        var e = Assert.Throws<InvalidDataException>(() => Create(options));

        Assert.Contains($"'{name}'", e.Message);
    }

    [Fact]
    public void Fingerprint_OtherOptions_Differs() =>
        Assert.NotEqual(Create("{}").Fingerprint, Create("""{ "hop": 15600 }""").Fingerprint);

    private static IPreprocessingProfile Create(string options) =>
        ProfileRegistry.Create("audio-windows", new() { Options = JsonDocument.Parse(options).RootElement });

    private static PreparedItem Prepare(short[] samples, string options)
    {
        using var content = MediaContent.FromBytes("x.wav", WavBuilder.Pcm16(16_000, 1, samples));
        return Create(options).Prepare(content, MediaFormat.Wav, TestContext.Current.CancellationToken);
    }

    private static short[] Ramp(int count) => [.. Enumerable.Range(1, count).Select(i => (short)i)];
}
