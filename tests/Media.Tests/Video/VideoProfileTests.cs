using System.Text.Json;

namespace UniBind.Grid.Media.Tests;

public sealed class VideoProfileTests
{
    private static readonly string[] H264 = ["-c:v", "libx264", "-qp", "4", "-g", "20", "-pix_fmt", "yuv420p"];

    [Fact]
    public void ImageBindVideo_FourSeconds_GivesClipEndsInClipMajorRows()
    {
        // 40 frames at 10 a second: clips begin at 0, 0.5, 1, 1.5 and 2 s, and hold 20 frames each.
        var item = Prepare("imagebind-video", "{}", "mp4", TestVideos.Gray("mp4", 40, H264), MediaFormat.Mp4);

        var frames = item.Tensors[0];
        Assert.Equal([15, 3, 2, 224, 224], frames.Shape);
        const int plane = 224 * 224;
        for (var row = 0; row < 15; row++)
        {
            var first = row / 3 * 5;
            Assert.Equal([first, first + 19], Enumerable.Range(0, 2).Select(t => GrayFrame(frames.Floats![(row * 6 + t) * plane])));
        }
    }

    [Fact]
    public void ImageBindVideo_WideFrame_CropsLeftCentreRight()
    {
        var bytes = TestVideos.Make("mkv", "-f", "lavfi", "-i", "color=black:size=96x32:rate=10,format=gray,geq=lum='16+X*2'", "-frames:v", "3", "-c:v", "ffv1");
        var frames = Prepare("imagebind-video", "{}", "mkv", bytes, MediaFormat.Matroska).Tensors[0].Floats!;

        // Brighter to the right: the crops rise, and their means are those of the three thirds.
        const int plane = 224 * 224;
        var means = Enumerable.Range(0, 3).Select(crop => frames.AsSpan(crop * 6 * plane, plane).ToArray().Average()).ToArray();
        Assert.True(means[0] < means[1] && means[1] < means[2]);
        Assert.Equal(means[1], (means[0] + means[2]) / 2, 0.01);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Profiles_VeryShortVideo_RepeatTheirFrames(int count)
    {
        var bytes = TestVideos.Gray("mp4", count, H264);

        Assert.Equal(15, Prepare("imagebind-video", "{}", "mp4", bytes, MediaFormat.Mp4).Rows);
        Assert.Equal(8, Prepare("video-frames", "{}", "mp4", bytes, MediaFormat.Mp4).Rows);
        Assert.Equal([1, 8, 64, 64], Prepare("video-clip", "{}", "mp4", bytes, MediaFormat.Mp4).Tensors[0].Shape);
    }

    [Fact]
    public void VideoFrames_FourSeconds_GivesTheMiddlesOfEqualParts()
    {
        var item = Prepare("video-frames", """{ "frames": 4, "size": 8, "normalize": "unit" }""", "mp4", TestVideos.Gray("mp4", 40, H264), MediaFormat.Mp4);

        Assert.Equal([4, 3, 8, 8], item.Tensors[0].Shape);
        var values = item.Tensors[0].Floats!;
        Assert.Equal([5, 15, 25, 35], Enumerable.Range(0, 4).Select(row => (int)Math.Round(values[row * 192] * 219 / 2)));
        Assert.Equal("40", item.Notes["frames"]);
    }

    [Fact]
    public void VideoClip_FourSeconds_StacksGrayFramesInOneRow()
    {
        var item = Prepare("video-clip", """{ "frames": 4, "size": 8 }""", "mp4", TestVideos.Gray("mp4", 40, H264), MediaFormat.Mp4);

        Assert.Equal([1, 4, 8, 8], item.Tensors[0].Shape);
        Assert.Equal([5, 15, 25, 35], Enumerable.Range(0, 4).Select(f => (int)Math.Round(item.Tensors[0].Floats![f * 64] * 219 / 2)));
    }

    [Fact]
    public void VideoClip_Colour_IsColourThenTime()
    {
        var bytes = TestVideos.Make("mkv", "-f", "lavfi", "-i", "color=red:size=16x16:rate=10", "-frames:v", "3", "-c:v", "ffv1", "-pix_fmt", "bgr0");

        var clip = Prepare("video-clip", """{ "frames": 2, "size": 4, "gray": false }""", "mkv", bytes, MediaFormat.Matroska).Tensors[0];

        Assert.Equal([1, 3, 2, 4, 4], clip.Shape);
        Assert.All(clip.Floats![..32], red => Assert.Equal(1, red, 0.02f));
        Assert.All(clip.Floats![32..], other => Assert.Equal(0, other, 0.02f));
    }

    [Theory]
    [InlineData(MediaFormat.Gif)]
    [InlineData(MediaFormat.Webp)]
    public void VideoFrames_AnimatedPicture_NeedsNoFfmpeg(MediaFormat format)
    {
        var profile = new VideoFramesProfile(new(), new FfmpegTool(new() { Executable = "/nowhere/ffmpeg" }));
        using var content = MediaContent.FromBytes("made", TestPictures.Animation(format, 40, 24, [200, 500, 40, 60]));

        var item = profile.Prepare(content, format, TestContext.Current.CancellationToken);

        Assert.Equal([8, 3, 224, 224], item.Tensors[0].Shape);
        Assert.Equal("0.8", item.Notes["seconds"]);
    }

    [Theory]
    [InlineData("imagebind-video", """{ "size": 3 }""")]
    [InlineData("video-frames", """{ "normalize": "none" }""")]
    [InlineData("video-frames", """{ "frames": 1000, "size": 2000 }""")]
    [InlineData("video-clip", """{ "grey": true }""")]
    public void Create_BadOption_IsRefused(string profile, string options) =>
        Assert.Throws<InvalidDataException>(() => Create(profile, options));

    [Fact]
    public void Prepare_Cancelled_Throws()
    {
        using var content = MediaContent.FromBytes("made.mp4", TestVideos.Gray("mp4", 40, H264));

        Assert.ThrowsAny<OperationCanceledException>(() => Create("video-clip", "{}").Prepare(content, MediaFormat.Mp4, new CancellationToken(canceled: true)));
    }

    /// <summary>Damage of any kind gives frames or an item failure, nothing else.</summary>
    [Theory]
    [InlineData("mp4", MediaFormat.Mp4)]
    [InlineData("avi", MediaFormat.Avi)]
    [InlineData("mkv", MediaFormat.Matroska)]
    public void Prepare_DamagedVideos_GiveFramesOrItemErrors(string extension, MediaFormat format)
    {
        var random = new Random(7);
        var whole = TestVideos.Gray(extension, 10, "-c:v", "mpeg4");
        var profile = Create("video-clip", """{ "frames": 2, "size": 8 }""");
        for (var round = 0; round < 5; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var flips = 0; flips < 20; flips++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (round == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            using var content = MediaContent.FromBytes("made." + extension, bytes);
            try
            {
                Assert.Equal(1, profile.Prepare(content, format, TestContext.Current.CancellationToken).Rows);
            }
            catch (ItemException e)
            {
                Assert.DoesNotContain("/tmp", e.Message);
            }
        }
    }

    private static IPreprocessingProfile Create(string profile, string options) =>
        ProfileRegistry.Create(profile, new() { Options = JsonDocument.Parse(options).RootElement });

    private static PreparedItem Prepare(string profile, string options, string extension, byte[] bytes, MediaFormat format)
    {
        using var content = MediaContent.FromBytes("made." + extension, bytes);
        return Create(profile, options).Prepare(content, format, TestContext.Current.CancellationToken);
    }

    // The red plane after CLIP's normalisation, back to luma 16 + 2 n.
    private static int GrayFrame(float red) => (int)Math.Round((red * 0.26862954 + 0.48145466) * 219 / 2);
}
