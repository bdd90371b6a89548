namespace UniBind.Grid.Media.Tests;

public sealed class ClipImageProfileTests
{
    [Theory]
    [InlineData(0, -1.7922625f, -1.7520971f, -1.4802198f)]
    [InlineData(255, 1.9303363f, 2.0748838f, 2.1458970f)]
    public void Prepare_PlainPicture_GivesThePublishedConstants(byte level, float red, float green, float blue)
    {
        var pixels = new byte[300 * 260 * 3];
        pixels.AsSpan().Fill(level);
        using var image = TestPictures.Image(pixels, 300, 260, 3);

        var tensor = Profiles.Prepare("clip-image", "{}", image.PngsaveBuffer(), MediaFormat.Png).Tensors[0];

        Assert.Equal([1, 3, 224, 224], tensor.Shape);
        var plane = 224 * 224;
        Assert.All(tensor.Floats!.Take(plane), v => Assert.Equal(red, v, 5e-7f));
        Assert.All(tensor.Floats!.Skip(plane).Take(plane), v => Assert.Equal(green, v, 5e-7f));
        Assert.All(tensor.Floats!.Skip(2 * plane), v => Assert.Equal(blue, v, 5e-7f));
    }

    [Theory]
    [InlineData("unit", 51, 0.2f)]
    [InlineData("half", 51, -0.6f)]
    public void Prepare_OtherNormalizations_ScaleAsTheySay(string normalize, byte level, float value)
    {
        var pixels = new byte[8 * 8];
        pixels.AsSpan().Fill(level);
        using var image = TestPictures.Image(pixels, 8, 8, 1);

        var tensor = Profiles.Prepare("clip-image", $$"""{"size":4,"normalize":"{{normalize}}"}""", image.PngsaveBuffer(), MediaFormat.Png).Tensors[0];

        Assert.Equal([1, 3, 4, 4], tensor.Shape);
        Assert.All(tensor.Floats!, v => Assert.Equal(value, v, 1e-6f));
    }

    [Theory]
    [InlineData(MediaFormat.Png)]
    [InlineData(MediaFormat.Jpeg)]
    [InlineData(MediaFormat.Webp)]
    [InlineData(MediaFormat.Tiff)]
    [InlineData(MediaFormat.Gif)]
    public void Prepare_OnePixel_FillsTheSquareWithIt(MediaFormat format)
    {
        using var image = TestPictures.Image([200, 100, 50], 1, 1, 3);
        var bytes = format switch
        {
            MediaFormat.Png => image.PngsaveBuffer(),
            MediaFormat.Jpeg => image.JpegsaveBuffer(q: 100),
            MediaFormat.Webp => image.WebpsaveBuffer(lossless: true),
            MediaFormat.Tiff => image.TiffsaveBuffer(),
            _ => image.GifsaveBuffer(),
        };

        var values = Profiles.Prepare("clip-image", """{"size":16,"normalize":"unit"}""", bytes, format).Tensors[0].Floats!;

        Assert.All(values.Take(256), v => Assert.Equal(200 / 255f, v, 0.02f));
        Assert.All(values.Skip(512), v => Assert.Equal(50 / 255f, v, 0.02f));
    }

    [Fact]
    public void Prepare_LargeJpeg_FastStaysCloseToExact()
    {
        var bytes = TestPictures.Jpeg(1000, 700);

        var exact = Profiles.Prepare("clip-image", """{"exact":true}""", bytes, MediaFormat.Jpeg).Tensors[0].Floats!;
        var fast = Profiles.Prepare("clip-image", "{}", bytes, MediaFormat.Jpeg).Tensors[0].Floats!;

        Assert.InRange(exact.Zip(fast, (a, b) => Math.Abs(a - b)).Average(), 1e-6, 0.05);
    }

    [Theory]
    [InlineData(1, 40, 20)]
    [InlineData(3, 40, 20)]
    [InlineData(6, 20, 40)]
    [InlineData(8, 20, 40)]
    public void Prepare_ExifOrientation_IsAppliedAndNoted(int orientation, int width, int height)
    {
        // Shown upright, the left half is red and the right half is blue.
        var bytes = TestPictures.Oriented(width, height, orientation);

        var item = Profiles.Prepare("clip-image", """{"size":8,"normalize":"unit","crop":"stretch"}""", bytes, MediaFormat.Jpeg);

        var values = item.Tensors[0].Floats!;
        Assert.InRange(values[8 * 4 + 1], 0.8f, 1f);
        Assert.InRange(values[8 * 4 + 6], 0f, 0.2f);
        Assert.InRange(values[128 + 8 * 4 + 6], 0.8f, 1f);
        Assert.Equal(orientation == 1 ? null : $"{orientation}", item.Notes.GetValueOrDefault("exif-orientation"));
    }

    [Fact]
    public void Prepare_ExifFalse_IgnoresTheOrientation()
    {
        var bytes = TestPictures.Oriented(40, 20, 3);

        var item = Profiles.Prepare("clip-image", """{"size":8,"normalize":"unit","crop":"stretch","exif":false}""", bytes, MediaFormat.Jpeg);

        Assert.InRange(item.Tensors[0].Floats![8 * 4 + 1], 0f, 0.2f);
        Assert.False(item.Notes.ContainsKey("exif-orientation"));
    }

    [Fact]
    public void Prepare_CenterCrop_KeepsTheMiddle()
    {
        // Three equal bands, red, green and blue, from left to right: the middle third of 3:1 is green.
        var pixels = new byte[90 * 30 * 3];
        for (var i = 0; i < 90 * 30; i++)
            pixels[i * 3 + i % 90 / 30] = 255;
        using var image = TestPictures.Image(pixels, 90, 30, 3);

        var values = Profiles.Prepare("clip-image", """{"size":10,"normalize":"unit"}""", image.PngsaveBuffer(), MediaFormat.Png).Tensors[0].Floats!;

        Assert.InRange(values[100..200].Average(), 0.95f, 1f);
        Assert.InRange(values[..100].Average(), 0f, 0.05f);
    }

    [Fact]
    public void Prepare_HugeHeader_IsRefusedWithoutDecoding()
    {
        var bytes = ForgedPictures.PngHeader(50_000, 50_000);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var error = Assert.Throws<ItemException>(() => Profiles.Prepare("clip-image", "{}", bytes, MediaFormat.Png));

        Assert.Equal(ItemErrorCodes.TooLarge, error.Code);
        Assert.Contains("50,000 x 50,000", error.Message);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 5000);
    }

    [Fact]
    public void Prepare_MoreBytesThanTheLimit_IsTooLarge()
    {
        var error = Assert.Throws<ItemException>(() => Profiles.Prepare("clip-image", "{}", TestPictures.Png(64, 64), MediaFormat.Png, new() { MaxBytes = 100 }));

        Assert.Equal(ItemErrorCodes.TooLarge, error.Code);
    }

    [Fact]
    public void Prepare_Empty_SaysSo()
    {
        var error = Assert.Throws<ItemException>(() => Profiles.Prepare("clip-image", "{}", [], MediaFormat.Png));

        Assert.Equal((ItemStage.Read, ItemErrorCodes.Empty), (error.Stage, error.Code));
    }

    [Theory]
    [InlineData(MediaFormat.Png)]
    [InlineData(MediaFormat.Jpeg)]
    [InlineData(MediaFormat.Webp)]
    [InlineData(MediaFormat.Tiff)]
    [InlineData(MediaFormat.Gif)]
    public void Prepare_CutOff_IsCorruptAtEveryLength(MediaFormat format)
    {
        var bytes = TestPictures.Of(format, 200, 150);
        foreach (var share in new[] { 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97 })
        {
            var error = Assert.Throws<ItemException>(() => Profiles.Prepare("clip-image", "{}", bytes[..(int)(bytes.Length * share)], format));
            Assert.Equal(ItemErrorCodes.Corrupt, error.Code);
        }
    }

    [Theory]
    [InlineData("""{"sice":224}""", "sice")]
    [InlineData("""{"size":0}""", "size")]
    [InlineData("""{"normalize":"imagenet"}""", "normalize")]
    [InlineData("""{"crop":"left"}""", "crop")]
    [InlineData("""{"exact":1}""", "exact")]
    [InlineData("""{"exif":"yes"}""", "exif")]
    public void Create_BadOption_IsNamed(string options, string named)
    {
        var error = Assert.Throws<InvalidDataException>(() => ProfileRegistry.Create("clip-image", Profiles.Options(options)));

        Assert.Contains($"'{named}'", error.Message);
    }

    [Fact]
    public void Create_OtherOptions_HaveOtherFingerprints()
    {
        string[] options = ["{}", """{"size":256}""", """{"normalize":"unit"}""", """{"crop":"stretch"}""", """{"exact":true}""", """{"exif":false}"""];

        Assert.Equal(options.Length, options.Select(o => ProfileRegistry.Create("clip-image", Profiles.Options(o)).Fingerprint).Distinct().Count());
    }

    [Fact]
    public void Prepare_Cancelled_Throws()
    {
        using var content = MediaContent.FromBytes("x", TestPictures.Png(8, 8));
        var profile = ProfileRegistry.Create("clip-image", new());

        Assert.Throws<OperationCanceledException>(() => profile.Prepare(content, MediaFormat.Png, new CancellationToken(true)));
    }

    [Fact]
    public void Prepare_InParallel_GivesTheSameValues()
    {
        var bytes = TestPictures.Jpeg(400, 300);
        var expected = Profiles.Prepare("clip-image", "{}", bytes, MediaFormat.Jpeg).Tensors[0].Floats!;
        var profile = ProfileRegistry.Create("clip-image", new());

        Parallel.For(0, 32, _ =>
        {
            using var content = MediaContent.FromBytes("x", bytes);
            Assert.Equal(expected, profile.Prepare(content, MediaFormat.Jpeg, CancellationToken.None).Tensors[0].Floats!);
        });
    }
}
