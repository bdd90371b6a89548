namespace UniBind.Grid.Media.Tests;

public sealed class SpatialCropsTests
{
    /// <summary>The formula of PyTorch's bilinear interpolation over the whole scaled frame, cropped afterwards.</summary>
    [Theory]
    [InlineData(320, 180)]
    [InlineData(180, 321)]
    [InlineData(100, 100)]
    [InlineData(640, 479)]
    [InlineData(3, 2)]
    public void Write_AnyFrame_EqualsScalingThenCropping(int width, int height)
    {
        const int size = 56;
        var random = new Random(width);
        var rgb = new byte[width * height * 3];
        random.NextBytes(rgb);
        var crops = new SpatialCrops(width, height, size);
        var scaledWidth = width < height ? size : (int)Math.Floor((double)width / height * size);
        var scaledHeight = width < height ? (int)Math.Floor((double)height / width * size) : size;

        for (var crop = 0; crop < 3; crop++)
        {
            var planes = new float[3 * 2 * size * size];
            crops.Write(crop, rgb, PixelNormalization.Unit, planes, 2 * size * size);
            var left = Offset(crop, scaledWidth, size, width >= height);
            var top = Offset(crop, scaledHeight, size, width < height);
            for (var i = 0; i < 3 * size * size; i++)
            {
                var (channel, pixel) = Math.DivRem(i, size * size);
                var expected = Interpolate(rgb, width, height, channel,
                    (left + pixel % size + 0.5) * width / scaledWidth - 0.5, (top + pixel / size + 0.5) * height / scaledHeight - 0.5);
                Assert.Equal(expected, planes[channel * 2 * size * size + pixel], 1e-5);
            }
        }
    }

    [Fact]
    public void Write_ExtremeAspect_StaysInBounds()
    {
        var rgb = new byte[100_000 * 3];
        var crops = new SpatialCrops(100_000, 1, 224);
        var planes = new float[3 * 224 * 224];

        for (var crop = 0; crop < 3; crop++)
            crops.Write(crop, rgb, PixelNormalization.Clip, planes, 224 * 224);

        Assert.Equal(-1.7922625f, planes[0], 1e-6f);
    }

    private static int Offset(int crop, int scaled, int size, bool along) =>
        !along ? 0 : crop switch { 0 => 0, 1 => (int)Math.Ceiling((scaled - size) / 2.0), _ => scaled - size };

    private static double Interpolate(byte[] rgb, int width, int height, int channel, double x, double y)
    {
        x = Math.Max(0, x);
        y = Math.Max(0, y);
        double At(int column, int row) => rgb[(Math.Min(row, height - 1) * width + Math.Min(column, width - 1)) * 3 + channel] / 255.0;
        var (left, top) = ((int)x, (int)y);
        var (along, down) = (x - left, y - top);
        return (1 - down) * ((1 - along) * At(left, top) + along * At(left + 1, top))
            + down * ((1 - along) * At(left, top + 1) + along * At(left + 1, top + 1));
    }
}
