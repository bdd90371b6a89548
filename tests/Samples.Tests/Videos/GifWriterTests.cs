using NetVips;

namespace UniBind.Grid.Samples.Tests;

public sealed class GifWriterTests
{
    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(6, 64, 64)]
    [InlineData(8, 200, 150)]
    public void Write_NoiseReadByLibvips_HasTheSamePixels(int bits, int width, int height)
    {
        // Noise fills the code table and makes it start again; see also the flat and the periodic frame.
        var random = new StableRandom((ulong)bits);
        var noise = new byte[width * height];
        foreach (ref var index in noise.AsSpan())
            index = (byte)random.Below(1 << bits);
        var flat = new byte[width * height];
        var periodic = new byte[width * height];
        for (var i = 0; i < periodic.Length; i++)
            periodic[i] = (byte)(i % 3);
        Check(new(width, height, Greys(bits), [noise, flat, periodic], 10));
    }

    [Fact]
    public void Write_EveryLengthOfNoise_EndsAtTheRightCodeWidth()
    {
        // The width of the end code depends on how many codes were assigned, which only some lengths bring to an edge.
        var random = new StableRandom(9);
        for (var length = 1; length < 400; length++)
        {
            var frame = new byte[length];
            foreach (ref var index in frame.AsSpan())
                index = (byte)random.Below(4);
            Check(new(length, 1, Greys(2), [frame], 10));
        }
    }

    [Fact]
    public void Write_GlyphVideo_HasItsFramesAndLoops()
    {
        var clip = GlyphVideo.Render(new(1, 5, 0));
        var gif = GifWriter.Write(clip);
        Check(clip);
        using var image = Image.NewFromBuffer(gif, "n=-1");
        Assert.Equal(clip.Frames.Length, image.Get("n-pages"));
        Assert.Equal(0, image.Get("loop"));
        Assert.All((int[])image.Get("delay"), delay => Assert.Equal(10 * clip.FrameCentiseconds, delay));
    }

    private static void Check(VideoClip clip)
    {
        using var image = Image.NewFromBuffer(GifWriter.Write(clip), "n=-1", failOn: Enums.FailOn.Warning);
        using var colour = image.Colourspace(Enums.Interpretation.Srgb);
        Assert.Equal((clip.Width, clip.Height * clip.Frames.Length), (colour.Width, colour.Height));
        var pixels = colour.WriteToMemory<byte>();
        var at = 0;
        foreach (var frame in clip.Frames)
        {
            foreach (var index in frame)
            {
                if (!pixels.AsSpan(at, 3).SequenceEqual(clip.Palette.AsSpan(3 * index, 3)))
                    Assert.Fail($"{clip.Width} x {clip.Height}: pixel {at / colour.Bands} differs");
                at += colour.Bands;
            }
        }
    }

    // Not all grey, so that the reader does not fold three channels into one.
    private static byte[] Greys(int bits) =>
        [.. Enumerable.Range(0, 1 << bits).SelectMany(i => new[] { (byte)(i << (8 - bits)), (byte)255, (byte)(i << (8 - bits)) })];
}
