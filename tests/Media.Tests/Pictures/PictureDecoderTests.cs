using NetVips;

namespace UniBind.Grid.Media.Tests;

public sealed class PictureDecoderTests
{
    [Fact]
    public void Decode_Alpha_IsDroppedNotBlended()
    {
        using var image = TestPictures.Image([200, 100, 50, 0, 10, 20, 30, 255], 2, 1, 4);

        using var picture = Decode(image.PngsaveBuffer(), MediaFormat.Png);

        Assert.Equal([200, 100, 50, 10, 20, 30], picture.Bytes.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Decode_Grey_IsRepeated(int bands)
    {
        var pixels = TestPictures.Pattern(3, 2, bands);
        using var image = TestPictures.Image(pixels, 3, 2, bands);

        using var picture = Decode(image.PngsaveBuffer(), MediaFormat.Png);

        Assert.Equal(Enumerable.Range(0, 6).SelectMany(i => Enumerable.Repeat(pixels[i * bands], 3)), picture.Bytes.ToArray());
    }

    [Fact]
    public void Decode_Palette_IsExpanded()
    {
        using var image = TestPictures.Image([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255], 4, 1, 3);

        using var picture = Decode(image.PngsaveBuffer(palette: true, dither: 0), MediaFormat.Png);

        Assert.Equal([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255], picture.Bytes.ToArray());
    }

    [Fact]
    public void Decode_SixteenBitColor_KeepsTheHighByte()
    {
        using var image = Image.NewFromMemoryCopy<ushort>([0x1234, 0x80FF, 0xFFFF], 1, 1, 3, Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);

        using var picture = Decode(image.PngsaveBuffer(), MediaFormat.Png);

        Assert.Equal([0x12, 0x80, 0xFF], picture.Bytes.ToArray());
        Assert.Equal("16 bits reduced to 8", picture.Notes["depth"]);
    }

    [Fact]
    public void Decode_Cmyk_FollowsPillowsFormula()
    {
        using var image = TestPictures.Image([0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255, 100, 50, 0, 80], 4, 1, 4).Copy(interpretation: Enums.Interpretation.Cmyk);

        using var picture = Decode(image.TiffsaveBuffer(), MediaFormat.Tiff);

        Assert.Equal([255, 255, 255, 0, 255, 255, 0, 0, 0, 106, 141, 175], picture.Bytes.ToArray());
    }

    [Fact]
    public void Decode_CmykJpeg_IsNotInverted()
    {
        var pixels = Enumerable.Range(0, 64).SelectMany(_ => new byte[] { 0, 255, 255, 0 }).ToArray();
        using var image = TestPictures.Image(pixels, 8, 8, 4).Copy(interpretation: Enums.Interpretation.Cmyk);

        using var picture = Decode(image.JpegsaveBuffer(q: 100), MediaFormat.Jpeg);

        Assert.InRange(picture.Bytes[0], 240, 255);
        Assert.InRange(picture.Bytes[1], 0, 15);
        Assert.InRange(picture.Bytes[2], 0, 15);
    }

    [Fact]
    public void Decode_ColorToGrey_IsPillowsLuma()
    {
        using var image = TestPictures.Image([255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 200, 77], 4, 1, 3);

        using var picture = Decode(image.PngsaveBuffer(), MediaFormat.Png, new() { Channels = 1 });

        Assert.Equal([76, 150, 29, 129], picture.Bytes.ToArray());
    }

    [Fact]
    public void Decode_KeepDepth_KeepsEverySample()
    {
        ushort[] samples = [0, 1, 255, 256, 30_000, 65_535];

        using var picture = Decode(TestPictures.Png16(samples, 3, 2), MediaFormat.Png, new() { KeepDepth = true });

        Assert.Equal((1, SampleDepth.Bits16), (picture.Channels, picture.Depth));
        Assert.Equal(samples, picture.Words.ToArray());
    }

    [Fact]
    public void Decode_FloatTiffAsColor_IsUnsupported()
    {
        using var image = Image.NewFromMemoryCopy<float>([1.5f, 2.5f], 2, 1, 1, Enums.BandFormat.Float);
        var bytes = image.TiffsaveBuffer();

        Assert.Equal(ItemErrorCodes.Unsupported, Assert.Throws<ItemException>(() => Decode(bytes, MediaFormat.Tiff)).Code);
    }

    [Fact]
    public void Decode_ManyChannels_IsUnsupported()
    {
        using var image = NetVips.Image.NewFromMemoryCopy<byte>(new byte[8 * 8 * 9], 8, 8, 9, Enums.BandFormat.Uchar);
        var bytes = image.TiffsaveBuffer();

        Assert.Equal(ItemErrorCodes.Unsupported, Assert.Throws<ItemException>(() => Decode(bytes, MediaFormat.Tiff)).Code);
    }

    [Theory]
    [InlineData(MediaFormat.Jpeg, 500, 400, 112, 250, 200)]
    [InlineData(MediaFormat.Jpeg, 256, 256, 112, 128, 128)]
    [InlineData(MediaFormat.Jpeg, 500, 460, 112, 125, 115)]
    [InlineData(MediaFormat.Jpeg, 200, 200, 112, 200, 200)]
    [InlineData(MediaFormat.Png, 500, 400, 112, 500, 400)]
    public void Decode_ShrinkTo_TakesTheSmallestJpegSizeThatIsLargeEnough(MediaFormat format, int width, int height, int to, int shrunkWidth, int shrunkHeight)
    {
        using var picture = Decode(TestPictures.Of(format, width, height), format, new() { ShrinkTo = to });

        Assert.Equal((shrunkWidth, shrunkHeight), (picture.Width, picture.Height));
        Assert.Equal($"{width}x{height}", picture.Notes["pixels"]);
    }

    [Theory]
    [InlineData(MediaFormat.Webp)]
    [InlineData(MediaFormat.Gif)]
    [InlineData(MediaFormat.Tiff)]
    [InlineData(MediaFormat.Jpeg)]
    public void Decode_HugeCanvasInTheHeader_IsTooLarge(MediaFormat format)
    {
        var bytes = TestPictures.Of(format, 64, 48);
        ForgedPictures.Inflate(bytes, format);

        var error = Assert.Throws<ItemException>(() => Decode(bytes, format));

        Assert.Equal(ItemErrorCodes.TooLarge, error.Code);
    }

    [Fact]
    public void Decode_HugeTilesOfASmallTiff_AreCorrupt()
    {
        using var image = TestPictures.Image(TestPictures.Pattern(40, 30, 3), 40, 30, 3);
        var bytes = image.TiffsaveBuffer(tile: true, tileWidth: 16, tileHeight: 16);
        using (Decode(bytes, MediaFormat.Tiff))
            ForgedPictures.SetTiffTag(bytes, 0xFFF0, 322, 323);

        var error = Assert.Throws<ItemException>(() => Decode(bytes, MediaFormat.Tiff));

        Assert.Equal(ItemErrorCodes.Corrupt, error.Code);
        Assert.Contains("tiles", error.Message);
    }

    [Theory]
    [InlineData(MediaFormat.Png)]
    [InlineData(MediaFormat.Jpeg)]
    [InlineData(MediaFormat.Webp)]
    [InlineData(MediaFormat.Tiff)]
    [InlineData(MediaFormat.Gif)]
    public void Decode_Mutations_GiveAPictureOrAnItemException(MediaFormat format)
    {
        var random = new Random(11);
        var limits = new MediaLimits { MaxPixels = 1_000_000, MaxFrames = 64 };
        var seed = TestPictures.Of(format, 60, 40);
        for (var round = 0; round < 250; round++)
        {
            var bytes = Mutation.Of(seed, random);
            try
            {
                using var picture = Decode(bytes, format, new() { Channels = round % 2 == 0 ? 3 : 1, KeepDepth = round % 3 == 0, ShrinkTo = round % 5 == 0 ? 16 : 0 }, limits);
                Assert.InRange((long)picture.Width * picture.Height, 1, limits.MaxPixels);
            }
            catch (ItemException)
            {
            }
        }
    }

    private static DecodedPicture Decode(byte[] bytes, MediaFormat format, PictureRequest? request = null, MediaLimits? limits = null)
    {
        using var content = MediaContent.FromBytes("x", bytes);
        return PictureDecoder.Decode(content, format, request ?? new(), limits ?? MediaLimits.Default);
    }
}
