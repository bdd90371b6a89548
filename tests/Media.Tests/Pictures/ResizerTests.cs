namespace UniBind.Grid.Media.Tests;

public sealed class ResizerTests
{
    [Theory]
    [InlineData(260, 200, 96)]
    [InlineData(37, 91, 112)]
    [InlineData(100, 64, 64)]
    [InlineData(1, 5, 16)]
    [InlineData(1000, 3, 7)]
    [InlineData(160, 120, 1)]
    public void Resize_Rgb_EqualsThePlainSum(int width, int height, int size)
    {
        foreach (var crop in Enum.GetValues<PictureCrop>())
        {
            var pixels = TestPictures.Pattern(width, height, 3);
            // The extremes overshoot, which has to be cut.
            for (var i = 0; i < pixels.Length; i += 5)
                pixels[i] = (byte)(i / 5 % 2 * 255);
            var plan = ResizePlan.For(width, height, size, crop);
            var square = new byte[size * size * 3];

            ByteResizer.Resize(pixels, width, height, 3, plan, square);

            Assert.Equal(Plain(pixels, width, height, 3, plan), square);
        }
    }

    [Fact]
    public void Resize_Grey_EqualsThePlainSum()
    {
        var pixels = TestPictures.Pattern(123, 77, 1);
        var plan = ResizePlan.For(123, 77, 50, PictureCrop.Center);
        var square = new byte[50 * 50];

        ByteResizer.Resize(pixels, 123, 77, 1, plan, square);

        Assert.Equal(Plain(pixels, 123, 77, 1, plan), square);
    }

    [Fact]
    public void Resize_Floats_AgreeWithBytesWithinRounding()
    {
        var pixels = TestPictures.Pattern(123, 77, 1);
        var plan = ResizePlan.For(123, 77, 50, PictureCrop.Center);
        var (bytes, floats) = (new byte[50 * 50], new float[50 * 50]);

        ByteResizer.Resize(pixels, 123, 77, 1, plan, bytes);
        FloatResizer.Resize(pixels.Select(b => (float)b).ToArray(), 123, 77, plan, floats);

        Assert.All(bytes.Zip(floats), pair => Assert.Equal(pair.First, Math.Clamp(pair.Second, 0, 255), 1.2f));
    }

    [Fact]
    public void For_OddRest_RoundsHalvesToEvenAsPython()
    {
        Assert.Equal(new ResizePlan(227, 224, 2, 0, 224), ResizePlan.For(227, 224, 224, PictureCrop.Center));
        Assert.Equal(new ResizePlan(225, 224, 0, 0, 224), ResizePlan.For(225, 224, 224, PictureCrop.Center));
    }

    // Two passes with a double sum and the same rounding, without any vectors.
    private static byte[] Plain(byte[] pixels, int width, int height, int channels, ResizePlan plan)
    {
        var horizontal = ResampleWeights.Bicubic(width, plan.Width, plan.Left, plan.Size);
        var vertical = ResampleWeights.Bicubic(height, plan.Height, plan.Top, plan.Size);
        var between = new byte[plan.Size * height * channels];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < plan.Size; x++)
                for (var c = 0; c < channels; c++)
                    between[(y * plan.Size + x) * channels + c] = Sum(horizontal, x, i => pixels[(y * width + i) * channels + c]);
        var square = new byte[plan.Size * plan.Size * channels];
        for (var y = 0; y < plan.Size; y++)
            for (var x = 0; x < plan.Size; x++)
                for (var c = 0; c < channels; c++)
                    square[(y * plan.Size + x) * channels + c] = Sum(vertical, y, i => between[(i * plan.Size + x) * channels + c]);
        return square;
    }

    private static byte Sum(ResampleWeights weights, int position, Func<int, byte> sample)
    {
        var sum = 0.5 * (1 << ResampleWeights.FractionBits);
        for (var k = 0; k < weights.Counts[position]; k++)
            sum += (double)weights.Fixed[position * weights.Taps + k] * sample(weights.Starts[position] + k);
        return (byte)Math.Clamp(Math.Floor(sum / (1 << ResampleWeights.FractionBits)), 0, 255);
    }
}
