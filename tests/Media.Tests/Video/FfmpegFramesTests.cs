namespace UniBind.Grid.Media.Tests;

public sealed class FfmpegFramesTests
{
    private static readonly string[] H264 = ["-c:v", "libx264", "-qp", "4", "-g", "20", "-pix_fmt", "yuv420p"];

    public static TheoryData<string, MediaFormat, string> Containers => new()
    {
        { "mp4", MediaFormat.Mp4, "libx264" },
        { "mov", MediaFormat.Mp4, "mpeg4" },
        { "mkv", MediaFormat.Matroska, "libx264" },
        { "webm", MediaFormat.Matroska, "libvpx-vp9" },
        { "avi", MediaFormat.Avi, "mpeg4" },
        { "ts", MediaFormat.Mpeg, "libx264" },
        { "mpg", MediaFormat.Mpeg, "mpeg2video" },
    };

    [Theory]
    [MemberData(nameof(Containers))]
    public void Read_EveryContainer_GivesTheFrameOfItsNumber(string extension, MediaFormat format, string codec)
    {
        // 25 frames a second: MPEG-2 knows no rate of 10.
        var bytes = TestVideos.Gray(extension, 60, "-vf", "settb=1/25,setpts=N", "-r", "25", "-c:v", codec, "-q:v", "2", "-pix_fmt", "yuv420p");
        using var content = MediaContent.FromBytes("made." + extension, bytes);
        using var frames = Open(content, format);

        Assert.Equal((64, 48), (frames.Width, frames.Height));
        Assert.InRange(frames.Times.Count, 60, 61);
        Assert.Equal(2.4, frames.Duration, 0.05);
        int[] wanted = [0, 7, 21, 40, 59];
        frames.Expect(wanted);
        Assert.All(wanted, i => Assert.Equal(i, FrameNumber(frames, i)));
    }

    [Theory]
    [InlineData("mp4", MediaFormat.Mp4)]
    [InlineData("mkv", MediaFormat.Matroska)]
    public void Read_LongVideo_SeeksToTheRightFrames(string extension, MediaFormat format)
    {
        // 100 s at one frame a second, a key frame every 5: far frames are reached by seeking.
        var bytes = TestVideos.Make(extension, "-f", "lavfi", "-i", "color=black:size=64x48:rate=1,geq=lum='16+2*N':cb=128:cr=128", "-frames:v", "100",
            "-c:v", "libx264", "-qp", "4", "-g", "5", "-pix_fmt", "yuv420p");
        using var content = MediaContent.FromBytes("made." + extension, bytes);
        using var frames = Open(content, format);
        int[] wanted = [2, 3, 47, 50, 98, 99];
        Assert.Equal(3, FrameRun.Plan(VideoProbeOf(content, format), wanted, seekable: true).Count);

        frames.Expect(wanted);

        Assert.All(wanted, i => Assert.Equal(i, FrameNumber(frames, i)));
    }

    [Fact]
    public void Read_BackwardsAndUnannounced_GivesTheFrame()
    {
        using var content = MediaContent.FromBytes("made.mp4", TestVideos.Gray("mp4", 40, H264));
        using var frames = Open(content, MediaFormat.Mp4);

        Assert.All((int[])[30, 5, 5, 39], i => Assert.Equal(i, FrameNumber(frames, i)));
    }

    [Fact]
    public void Open_RotatedVideo_IsUpright()
    {
        var upright = TestVideos.Pattern("mp4", 64, 48, 3, H264);
        using var folder = new UniBind.Grid.Testing.TempFolder();
        var rotated = TestVideos.Make("mp4", "-i", folder.Write("upright.mp4", upright), "-c", "copy", "-metadata:s:v:0", "rotate=90");
        using var content = MediaContent.FromBytes("made.mp4", rotated);
        using var frames = Open(content, MediaFormat.Mp4);
        Assert.SkipWhen(frames.Width == 64, "this ffmpeg writes no rotation");

        Assert.Equal((48, 64), (frames.Width, frames.Height));
        frames.Read(0, new byte[48 * 64 * 3]);
    }

    [Fact]
    public void Read_OneFrame_Works()
    {
        using var content = MediaContent.FromBytes("made.mp4", TestVideos.Gray("mp4", 1, H264));
        using var frames = Open(content, MediaFormat.Mp4);

        Assert.Single(frames.Times);
        Assert.Equal(0, FrameNumber(frames, 0));
    }

    [Fact]
    public void Open_TruncatedIndex_IsCorrupt()
    {
        // The index of an MP4 stands at its end.
        var bytes = TestVideos.Gray("mp4", 40, H264);
        using var content = MediaContent.FromBytes("made.mp4", bytes[..(bytes.Length / 2)]);

        var e = Assert.Throws<ItemException>(() => Open(content, MediaFormat.Mp4));

        Assert.Equal(ItemErrorCodes.Corrupt, e.Code);
        Assert.Contains("moov atom not found", e.Message);
        Assert.DoesNotContain("/tmp", e.Message);
    }

    [Fact]
    public void Read_FramesMissingFromTheData_IsCorrupt()
    {
        // With the index in front, ffprobe still sees every packet that lies before the cut.
        var bytes = TestVideos.Pattern("mp4", 320, 240, 50, [.. H264, "-movflags", "+faststart"]);
        var damaged = (byte[])bytes.Clone();
        damaged.AsSpan(bytes.Length / 2).Clear();
        using var content = MediaContent.FromBytes("made.mp4", damaged);

        var e = Assert.Throws<ItemException>(() =>
        {
            using var frames = Open(content, MediaFormat.Mp4);
            frames.Read(frames.Times.Count - 1, new byte[320 * 240 * 3]);
        });

        Assert.Equal(ItemErrorCodes.Corrupt, e.Code);
    }

    [Fact]
    public void Open_LongerThanTheLimit_IsTooLarge()
    {
        using var content = MediaContent.FromBytes("made.mp4", TestVideos.Gray("mp4", 40, H264));

        var e = Assert.Throws<ItemException>(() => Open(content, MediaFormat.Mp4, MediaLimits.Default with { MaxSeconds = 3 }));

        Assert.Equal(ItemErrorCodes.TooLarge, e.Code);
    }

    [Fact]
    public void Open_MorePixelsThanTheLimit_IsTooLarge()
    {
        using var content = MediaContent.FromBytes("made.mp4", TestVideos.Gray("mp4", 40, H264));

        var e = Assert.Throws<ItemException>(() => Open(content, MediaFormat.Mp4, MediaLimits.Default with { MaxPixels = 3_000 }));

        Assert.Equal(ItemErrorCodes.TooLarge, e.Code);
    }

    [Fact]
    public void Open_SoundAlone_IsUnsupported()
    {
        using var content = MediaContent.FromBytes("made.m4a", TestVideos.Make("m4a", "-f", "lavfi", "-i", "sine=440:duration=1", "-c:a", "aac"));

        var e = Assert.Throws<ItemException>(() => Open(content, MediaFormat.Mp4));

        Assert.Equal(ItemErrorCodes.Unsupported, e.Code);
    }

    [Fact]
    public void Dispose_ContentInMemory_LeavesNoTemporaryFile()
    {
        using var content = MediaContent.FromBytes("made.mp4", TestVideos.Gray("mp4", 40, H264));
        using var input = FfmpegInput.Open(content, MediaFormat.Mp4, MediaLimits.Default);
        Assert.True(File.Exists(input.Path));

        input.Dispose();

        Assert.False(File.Exists(input.Path));
    }

    private static FfmpegFrames Open(MediaContent content, MediaFormat format, MediaLimits? limits = null) =>
        FfmpegFrames.Open(FfmpegTool.Default, content, format, limits ?? MediaLimits.Default, TestContext.Current.CancellationToken);

    private static VideoIndex VideoProbeOf(MediaContent content, MediaFormat format)
    {
        using var input = FfmpegInput.Open(content, format, MediaLimits.Default);
        return VideoProbe.Read(FfmpegTool.Default, input, MediaLimits.Default, MediaLimits.Default.ToolTimeout, TestContext.Current.CancellationToken);
    }

    private static int FrameNumber(FfmpegFrames frames, int index)
    {
        var rgb = new byte[frames.Width * frames.Height * 3];
        frames.Read(index, rgb);
        var mean = rgb.Average(b => b);
        // Luma 16..235 became 0..255.
        return (int)Math.Round(mean * 219 / 255 / 2);
    }
}
