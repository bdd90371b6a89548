using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

public sealed class ImageBindAudioProfileTests
{
    private const int Columns = 204;
    private const int Frames = 198;
    private const float Silence = -1.2775646f;
    private const float Padding = 0.4670606f;

    [Theory]
    [InlineData("imagebind-audio-00.npy")]
    [InlineData("imagebind-audio-01.npy")]
    [InlineData("imagebind-audio-02.npy")]
    [InlineData("imagebind-audio-03.npy")]
    [InlineData("imagebind-audio-04.npy")]
    public void Prepare_LabSound_EqualsTorchaudio(string name)
    {
        var golden = GoldenTensor.Load(name);
        using var content = MediaContent.FromFile(golden.Source);

        var mel = Prepare(content).Tensors[0];

        Assert.Equal(golden.Tensor.Shape, mel.Shape);
        Assert.Equal(0, Difference(golden.Tensor.Values, mel.Floats!), 1e-3f);
    }

    [Fact]
    public void Prepare_Silence_GivesThePublishedConstants()
    {
        using var content = MediaContent.FromBytes("x.wav", WavBuilder.Pcm16(16_000, 1, new short[80_000]));

        var item = Prepare(content);

        Assert.Equal(3, item.Rows);
        Assert.Equal([3, 1, 128, Columns], item.Tensors[0].Shape);
        for (var i = 0; i < item.Tensors[0].Floats!.Length; i++)
            Assert.Equal(i % Columns < Frames ? Silence : Padding, item.Tensors[0].Floats![i], 1e-6f);
    }

    [Fact]
    public void Prepare_ShorterThanAClip_GivesThreeEqualClips()
    {
        using var content = MediaContent.FromBytes("x.wav", WavBuilder.Pcm16(16_000, 1, Noise(1, 16_000)));

        var mel = Prepare(content).Tensors[0].Floats!;

        var clip = mel.Length / 3;
        Assert.Equal(mel[..clip], mel[clip..(2 * clip)]);
        Assert.Equal(mel[..clip], mel[(2 * clip)..]);
        // One second has 98 frames; the rest is padding.
        Assert.NotEqual(Padding, mel[97]);
        Assert.All(mel[98..Columns], x => Assert.Equal(Padding, x, 1e-6f));
    }

    [Fact]
    public void Prepare_FiveSeconds_ClipsAreThePartsOfTheSound()
    {
        var samples = Noise(2, 80_000);
        using var whole = MediaContent.FromBytes("x.wav", WavBuilder.Pcm16(16_000, 1, samples));
        using var middle = MediaContent.FromBytes("x.wav", WavBuilder.Pcm16(16_000, 1, samples[24_000..56_000]));

        var mel = Prepare(whole).Tensors[0].Floats!;
        var alone = Prepare(middle).Tensors[0].Floats!;

        var clip = mel.Length / 3;
        Assert.Equal(alone[..clip], mel[clip..(2 * clip)]);
    }

    [Fact]
    public void Prepare_Stereo_SeesTheFirstChannelNotTheMix()
    {
        var left = Noise(3, 32_000);
        var right = Noise(4, 32_000);
        using var stereo = MediaContent.FromBytes("x.wav", WavBuilder.Pcm16(16_000, 2, [.. left.Zip(right, (l, r) => new[] { l, r }).SelectMany(p => p)]));
        using var mono = MediaContent.FromBytes("x.wav", WavBuilder.Pcm16(16_000, 1, left));

        Assert.Equal(0, Difference(Prepare(mono).Tensors[0].Floats!, Prepare(stereo).Tensors[0].Floats!), 1e-4f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(399)]
    public void Prepare_ShorterThanAFrame_SaysSo(int samples)
    {
        using var content = MediaContent.FromBytes("x.wav", WavBuilder.Pcm16(16_000, 1, new short[samples]));

        var e = Assert.Throws<ItemException>(() => Prepare(content));

        Assert.Equal((ItemStage.Preprocess, ItemErrorCodes.Empty), (e.Stage, e.Code));
        Assert.Contains("at least 25 ms", e.Message);
    }

    [Theory]
    [InlineData("flac", MediaFormat.Flac, "flac", 1e-6f)]
    [InlineData("m4a", MediaFormat.Mp4, "alac", 1e-6f)]
    [InlineData("aiff", MediaFormat.Aiff, "pcm_s16be", 1e-6f)]
    [InlineData("wav", MediaFormat.Wav, "adpcm_ms", 0.15f)]
    [InlineData("ogg", MediaFormat.Ogg, "libvorbis", 0.05f)]
    public void Prepare_CompressedSound_IsCloseToTheWave(string extension, MediaFormat format, string codec, float meanTolerance)
    {
        var path = Lab.Require("data", "objects", "audio_esc10", "rain", "4-164206-A.wav");
        using var wave = MediaContent.FromFile(path);
        using var content = MediaContent.FromBytes("x." + extension, TestVideos.Make(extension, "-i", path, "-c:a", codec));

        var expected = Prepare(wave).Tensors[0].Floats!;
        var actual = Prepare(content, format).Tensors[0].Floats!;
        Assert.Equal(0, expected.Zip(actual, (a, b) => Math.Abs(a - b)).Average(), meanTolerance);
    }

    [Fact]
    public void Prepare_Mp3FromAFile_IsDecoded()
    {
        var path = Lab.Require("data", "objects", "audio_esc10", "rain", "4-164206-A.wav");
        using var folder = new TempFolder();
        using var content = MediaContent.FromFile(folder.Write("a name with 'quotes', % and \u00fcmlauts.mp3", TestVideos.Make("mp3", "-i", path, "-c:a", "libmp3lame")));

        var item = Prepare(content, MediaFormat.Mp3);

        Assert.Equal(5, double.Parse(item.Notes["seconds"], System.Globalization.CultureInfo.InvariantCulture), 0.1);
    }

    [Fact]
    public void Prepare_VideoWithoutSound_IsUnsupported()
    {
        using var content = MediaContent.FromBytes("x.mp4", TestVideos.Gray("mp4", 5, "-c:v", "mpeg4"));

        var e = Assert.Throws<ItemException>(() => Prepare(content, MediaFormat.Mp4));

        Assert.Equal(ItemErrorCodes.Unsupported, e.Code);
        Assert.Contains("no track", e.Message);
    }

    [Fact]
    public void Prepare_FlacLongerThanTheLimit_IsTooLarge()
    {
        var path = Lab.Require("data", "objects", "audio_esc10", "rain", "4-164206-A.wav");
        using var content = MediaContent.FromBytes("x.flac", TestVideos.Make("flac", "-i", path));
        var profile = new ImageBindAudioProfile(new() { Limits = MediaLimits.Default with { MaxSeconds = 3 } });

        var e = Assert.Throws<ItemException>(() => profile.Prepare(content, MediaFormat.Flac, TestContext.Current.CancellationToken));

        Assert.Equal(ItemErrorCodes.TooLarge, e.Code);
    }

    [Fact]
    public void Create_ByName_HasTheDeclaredOutput()
    {
        var profile = ProfileRegistry.Create("imagebind-audio", new());

        Assert.Equal(Modality.Audio, profile.Modality);
        Assert.Equal([1, 128, Columns], profile.Outputs[0].Shape);
        Assert.StartsWith("imagebind-audio/1 ffmpeg=", profile.Fingerprint);
    }

    private static PreparedItem Prepare(MediaContent content, MediaFormat format = MediaFormat.Wav) =>
        new ImageBindAudioProfile(new()).Prepare(content, format, TestContext.Current.CancellationToken);

    private static float Difference(float[] a, float[] b)
    {
        Assert.Equal(a.Length, b.Length);
        var worst = 0f;
        for (var i = 0; i < a.Length; i++)
            worst = Math.Max(worst, Math.Abs(a[i] - b[i]));
        return worst;
    }

    private static short[] Noise(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (short)random.Next(-8_000, 8_000))];
    }
}
