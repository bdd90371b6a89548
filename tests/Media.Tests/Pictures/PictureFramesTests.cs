namespace UniBind.Grid.Media.Tests;

public sealed class PictureFramesTests
{
    [Theory]
    [InlineData(MediaFormat.Gif)]
    [InlineData(MediaFormat.Webp)]
    public void Open_AnimationWithUnequalDelays_GivesStartTimesAndDuration(MediaFormat format)
    {
        using var frames = Open(TestPictures.Animation(format, 40, 24, [200, 500, 40, 60]));

        Assert.Equal((40, 24), (frames.Width, frames.Height));
        Assert.Equal([0.0, 0.2, 0.7, 0.74], frames.Times.Select(t => Math.Round(t, 6)));
        Assert.Equal(0.8, frames.Duration, 6);
    }

    [Theory]
    [InlineData(MediaFormat.Gif)]
    [InlineData(MediaFormat.Webp)]
    public void Read_AnyOrder_GivesThePixelsOfThatFrame(MediaFormat format)
    {
        using var frames = Open(TestPictures.Animation(format, 300, 200, [100, 100, 100, 100, 100, 100, 100]));
        var rgb = new byte[frames.Width * frames.Height * 3];

        foreach (var index in new[] { 0, 1, 1, 5, 2, 6, 0 })
        {
            frames.Read(index, rgb);
            for (var i = 0; i < rgb.Length; i += 3)
                if (Math.Abs(rgb[i] - 20 * index) > 2 || Math.Abs(rgb[i + 1] - 100) > 2 || Math.Abs(rgb[i + 2] - 200) > 2)
                    Assert.Fail($"Frame {index}, byte {i}: {rgb[i]}, {rgb[i + 1]}, {rgb[i + 2]}.");
        }
    }

    [Theory]
    [InlineData(MediaFormat.Gif)]
    [InlineData(MediaFormat.Webp)]
    public void Open_MoreFramesThanTheLimit_IsTooLarge(MediaFormat format)
    {
        var bytes = TestPictures.Animation(format, 8, 8, [100, 100, 100, 100, 100]);

        var error = Assert.Throws<ItemException>(() => Open(bytes, new() { MaxFrames = 4 }));

        Assert.Equal(ItemErrorCodes.TooLarge, error.Code);
    }

    [Theory]
    [InlineData(MediaFormat.Gif)]
    [InlineData(MediaFormat.Webp)]
    public void Open_MorePixelsInAllThanTheLimit_IsTooLarge(MediaFormat format)
    {
        var bytes = TestPictures.Animation(format, 10, 10, [.. Enumerable.Repeat(100, 9)]);

        var error = Assert.Throws<ItemException>(() => Open(bytes, new() { MaxPixels = 100 }));

        Assert.Equal(ItemErrorCodes.TooLarge, error.Code);
    }

    [Theory]
    [InlineData(MediaFormat.Gif)]
    [InlineData(MediaFormat.Webp)]
    public void Open_CutOff_IsCorrupt(MediaFormat format)
    {
        var bytes = TestPictures.Animation(format, 100, 100, [100, 100, 100]);

        var error = Assert.Throws<ItemException>(() =>
        {
            using var frames = Open(bytes[..(bytes.Length * 2 / 3)]);
            var rgb = new byte[frames.Width * frames.Height * 3];
            for (var i = 0; i < frames.Times.Count; i++)
                frames.Read(i, rgb);
        });

        Assert.Equal(ItemErrorCodes.Corrupt, error.Code);
    }

    private static FrameTimeline Open(byte[] bytes, MediaLimits? limits = null) =>
        PictureFrames.Open(MediaContent.FromBytes("x", bytes), limits ?? MediaLimits.Default);
}
