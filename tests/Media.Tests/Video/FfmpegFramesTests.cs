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

    private static FfmpegFrames Open(MediaContent content, MediaFormat format, MediaLimits? limits = null) =>
        FfmpegFrames.Open(FfmpegTool.Default, content, format, limits ?? MediaLimits.Default, TestContext.Current.CancellationToken);

    private static int FrameNumber(FfmpegFrames frames, int index)
    {
        var rgb = new byte[frames.Width * frames.Height * 3];
        frames.Read(index, rgb);
        var mean = rgb.Average(b => b);
        // Luma 16..235 became 0..255.
        return (int)Math.Round(mean * 219 / 255 / 2);
    }
}
