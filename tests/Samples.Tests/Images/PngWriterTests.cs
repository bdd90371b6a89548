using NetVips;

namespace UniBind.Grid.Samples.Tests;

public sealed class PngWriterTests
{
    [Fact]
    public void Rgb8_ReadByLibvips_HasTheSamePixels()
    {
        var random = new StableRandom(3);
        var pixels = new byte[211 * 117 * 3];
        foreach (ref var part in pixels.AsSpan())
            part = (byte)random.Below(256);

        // 74 kB: more than one stored block.
        using var image = Image.NewFromBuffer(PngWriter.Rgb8(pixels, 211, 117), failOn: Enums.FailOn.Warning);
        Assert.Equal((211, 117, 3, Enums.BandFormat.Uchar), (image.Width, image.Height, image.Bands, image.Format));
        Assert.Equal(pixels, image.WriteToMemory<byte>());
    }

    [Fact]
    public void Grey16_ReadByLibvips_HasTheSameValues()
    {
        ushort[] values = [0, 1, 255, 256, 40_000, 65_535];
        using var image = Image.NewFromBuffer(PngWriter.Grey16(values, 3, 2), failOn: Enums.FailOn.Warning);
        Assert.Equal((3, 2, 1, Enums.BandFormat.Ushort), (image.Width, image.Height, image.Bands, image.Format));
        Assert.Equal(values, image.WriteToMemory<ushort>());
    }
}
