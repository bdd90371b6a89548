using UniBind.Grid.Testing;

namespace UniBind.Grid.Media.Tests;

/// <summary>A media file must not make ffmpeg read another one.</summary>
public sealed class PlaylistTests
{
    public static TheoryData<string> Playlists =>
    [
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\nfile://{0}\n#EXT-X-ENDLIST\n",
        "\uFEFF\n  #EXTM3U\n{0}\n",
        "ffconcat version 1.0\nfile '{0}'\n",
        "file '{0}'\n",
        "[playlist]\nFile1={0}\nNumberOfEntries=1\n",
        "<?xml version=\"1.0\"?>\n<!-- x --><MPD><Period><BaseURL>{0}</BaseURL></Period></MPD>",
        "<asx version=\"3.0\"><entry><ref href=\"{0}\"/></entry></asx>",
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n",
        "concat:{0}|{0}",
    ];

    [Theory]
    [MemberData(nameof(Playlists))]
    public void Prepare_PlaylistNamedAsMedia_IsForbiddenBeforeAnythingStarts(string template)
    {
        using var folder = new TempFolder();
        // A tool that would leave a trace if it were started.
        using var fake = new FakeTool($"touch '{folder.Path}/started'; exit 1");
        var secret = folder.Write("secret.wav", WavBuilder.Pcm16(16_000, 1, new short[16_000]));
        using var content = MediaContent.FromFile(folder.Write("clip.mp4", template.Replace("{0}", secret)));

        foreach (var profile in (IPreprocessingProfile[])[new ImageBindAudioProfile(new(), fake.Tool()), new ImageBindVideoProfile(new(), fake.Tool())])
        {
            var e = Assert.Throws<ItemException>(() => profile.Prepare(content, MediaFormat.Mp4, TestContext.Current.CancellationToken));
            Assert.Equal(ItemErrorCodes.Forbidden, e.Code);
        }
        Assert.False(File.Exists(folder.File("started")));
    }

    /// <summary>The guard behind the guard: even a demuxer that follows references meets the whitelists.</summary>
    [Theory]
    [InlineData("concat", "ffconcat version 1.0\nfile '{0}'\n")]
    [InlineData("hls", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{0}\n#EXT-X-ENDLIST\n")]
    [InlineData("mov", "#EXTM3U\n#EXTINF:10,\n{0}\n")]
    public void Whitelists_DemuxerThatFollowsReferences_ReadNothing(string demuxer, string template)
    {
        Tools.Require("ffmpeg");
        using var folder = new TempFolder();
        var wave = folder.Write("secret.wav", WavBuilder.Pcm16(16_000, 1, [.. Enumerable.Repeat((short)12345, 1_600)]));
        using var content = MediaContent.FromFile(folder.Write("list.mp4", template.Replace("{0}", wave)));
        using var good = MediaContent.FromFile(wave);
        using var input = FfmpegInput.Open(good, MediaFormat.Wav, MediaLimits.Default);
        var tool = FfmpegTool.Default;
        var limits = new ToolLimits(TimeSpan.FromSeconds(20), MediaLimits.Default.ToolMemory, 1 << 20);
        string[] output = ["-map", "0:a:0", "-c:a", "pcm_s16le", "-f", "s16le"];

        // The control: the same file is decoded when it is the content itself.
        using (var control = tool.Decode(input, [], output, limits, TestContext.Current.CancellationToken))
            Assert.Equal(3_200, control.Read(new byte[10_000]));

        // The later -f wins over that of the guarded call; the whitelists stay.
        using var tricked = tool.Decode(input, ["-f", demuxer, "-i", "file:" + content.Path, "-f", "wav"], output, limits, TestContext.Current.CancellationToken);
        var bytes = new byte[10_000];
        Assert.Equal(0, tricked.Read(bytes));
        var e = Assert.Throws<ItemException>(tricked.Finish);
        Assert.Equal(ItemErrorCodes.Unsupported, e.Code);
        Assert.Contains("whitelist", e.Message);
    }

    [Theory]
    [InlineData(MediaFormat.Mp4)]
    [InlineData(MediaFormat.Matroska)]
    [InlineData(MediaFormat.Avi)]
    [InlineData(MediaFormat.Mpeg)]
    [InlineData(MediaFormat.Flac)]
    [InlineData(MediaFormat.Ogg)]
    [InlineData(MediaFormat.Aiff)]
    [InlineData(MediaFormat.Mp3)]
    public void Prepare_OtherSignature_IsUnsupported(MediaFormat format)
    {
        using var fake = new FakeTool("exit 1");
        using var content = MediaContent.FromBytes("x", "\u0089PNG\r\n and something else entirely"u8.ToArray());

        var e = Assert.Throws<ItemException>(() => new ImageBindAudioProfile(new(), fake.Tool()).Prepare(content, format, TestContext.Current.CancellationToken));

        Assert.Equal(ItemErrorCodes.Unsupported, e.Code);
        Assert.Contains(format.ToString(), e.Message);
    }
}
