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

    [Fact]
    public void Open_HundredThousandTinyFrames_IsTooLargeAtOnce()
    {
        var bytes = ForgedPictures.GifOfManyFrames(100_000);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var error = Assert.Throws<ItemException>(() => Open(bytes));

        Assert.Equal(ItemErrorCodes.TooLarge, error.Code);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 5000);
    }

    [Fact]
    public void Open_AsManyFramesAsAllowed_ReadsTheLast()
    {
        using var frames = Open(ForgedPictures.GifOfManyFrames(1000));
        var rgb = new byte[3];

        frames.Read(999, rgb);

        Assert.Equal((1000, 100.0), (frames.Times.Count, Math.Round(frames.Duration, 6)));
        Assert.Equal([0, 0, 0], rgb);
    }

    [Theory]
    [InlineData(MediaFormat.Gif)]
    [InlineData(MediaFormat.Webp)]
    public void Open_HugeCanvas_IsTooLarge(MediaFormat format)
    {
        var bytes = TestPictures.Animation(format, 10, 10, [100, 100]);
        ForgedPictures.Inflate(bytes, format);

        Assert.Equal(ItemErrorCodes.TooLarge, Assert.Throws<ItemException>(() => Open(bytes)).Code);
    }

    [Theory]
    [InlineData(MediaFormat.Gif)]
    [InlineData(MediaFormat.Webp)]
    public void Open_StillPicture_HasOneFrame(MediaFormat format)
    {
        using var frames = Open(TestPictures.Of(format, 30, 20));
        var rgb = new byte[30 * 20 * 3];

        frames.Read(0, rgb);

        Assert.Equal([0.0], frames.Times);
        Assert.True(rgb.Distinct().Count() > 20);
    }

    [Fact]
    public void Open_OtherFormat_IsUnsupported() =>
        Assert.Equal(ItemErrorCodes.Unsupported, Assert.Throws<ItemException>(() => Open(TestPictures.Png(4, 4))).Code);

    [Theory]
    [InlineData(MediaFormat.Gif)]
    [InlineData(MediaFormat.Webp)]
    public void Read_Mutations_GiveFramesOrAnItemException(MediaFormat format)
    {
        var random = new Random(13);
        var limits = new MediaLimits { MaxPixels = 200_000, MaxFrames = 32 };
        var seed = TestPictures.Animation(format, 40, 30, [100, 20, 30, 40]);
        for (var round = 0; round < 200; round++)
        {
            try
            {
                using var frames = Open(Mutation.Of(seed, random), limits);
                var rgb = new byte[frames.Width * frames.Height * 3];
                for (var i = frames.Times.Count - 1; i >= 0; i--)
                    frames.Read(i, rgb);
                Assert.InRange(frames.Times.Count, 1, limits.MaxFrames);
            }
            catch (ItemException)
            {
            }
        }
    }

    private static FrameTimeline Open(byte[] bytes, MediaLimits? limits = null) =>
        PictureFrames.Open(MediaContent.FromBytes("x", bytes), limits ?? MediaLimits.Default);
}
