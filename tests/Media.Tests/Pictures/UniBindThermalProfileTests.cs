using NetVips;

namespace UniBind.Grid.Media.Tests;

public sealed class UniBindThermalProfileTests
{
    // A ramp of 128 x 128 different samples, far from black and white.
    private static readonly ushort[] Ramp = [.. Enumerable.Range(0, 128 * 128).Select(i => (ushort)(20_000 + i))];

    [Fact]
    public void Prepare_SixteenBits_KeepsMoreThan256Levels()
    {
        var item = Prepare("""{"size":128}""", TestPictures.Png16(Ramp, 128, 128));

        var values = item.Tensors[0].Floats!;
        Assert.Equal([1, 1, 128, 128], item.Tensors[0].Shape);
        Assert.Equal(128 * 128, values.Distinct().Count());
        Assert.Equal((-1f, 1f), (values.Min(), values.Max()));
        Assert.Equal("20000..36383", item.Notes["range"]);
    }

    [Fact]
    public void Prepare_RangeFull_DividesBy65535()
    {
        var values = Prepare("""{"size":128,"range":"full","normalize":"unit"}""", TestPictures.Png16(Ramp, 128, 128)).Tensors[0].Floats!;

        Assert.Equal(20_000 / 65_535f, values[0], 1e-6f);
        Assert.Equal(36_383 / 65_535f, values[^1], 1e-6f);
    }

    [Fact]
    public void Prepare_RangeFixed_CutsWhatLiesBeyond()
    {
        var values = Prepare("""{"size":128,"range":[25000,30000],"normalize":"unit"}""", TestPictures.Png16(Ramp, 128, 128)).Tensors[0].Floats!;

        Assert.Equal((0f, 1f), (values.Min(), values.Max()));
        Assert.Equal(0.5f, values[7_500], 1e-4f);
    }

    [Fact]
    public void Prepare_FloatTiff_IsScaledByItsDegrees()
    {
        using var image = Image.NewFromMemoryCopy<float>([.. Enumerable.Range(0, 64).Select(i => i - 20.5f)], 8, 8, 1, Enums.BandFormat.Float);

        var values = Prepare("""{"size":8,"range":[-20,60],"normalize":"unit"}""", image.TiffsaveBuffer(), MediaFormat.Tiff).Tensors[0].Floats!;

        Assert.Equal(0f, values[0]);
        Assert.Equal(43.5f + 19, values[63] * 80, 0.6f);
    }

    [Fact]
    public void Prepare_FloatTiffWithNaN_IsNotFinite()
    {
        using var image = Image.NewFromMemoryCopy<float>([1, float.NaN, 3, 4], 2, 2, 1, Enums.BandFormat.Float);
        var bytes = image.TiffsaveBuffer();

        Assert.Equal(ItemErrorCodes.NotFinite, Assert.Throws<ItemException>(() => Prepare("{}", bytes, MediaFormat.Tiff)).Code);
    }

    [Fact]
    public void Prepare_OneValueOnly_BecomesZeroHeat()
    {
        var samples = new ushort[16];
        samples.AsSpan().Fill(7_000);

        Assert.All(Prepare("""{"size":4,"normalize":"unit"}""", TestPictures.Png16(samples, 4, 4)).Tensors[0].Floats!, v => Assert.Equal(0f, v));
    }

    [Fact]
    public void Prepare_EightBits_IsUniBindsLuma()
    {
        using var image = TestPictures.Image([255, 0, 0], 1, 1, 3);

        Assert.All(Prepare("""{"size":4}""", image.PngsaveBuffer()).Tensors[0].Floats!, v => Assert.Equal((76 / 255f - 0.5f) / 0.5f, v, 1e-6f));
    }

    [Fact]
    public void Prepare_EightBitsMinMax_UsesThePicturesOwnRange()
    {
        using var image = TestPictures.Image([.. Enumerable.Range(0, 64).Select(i => (byte)(100 + i))], 8, 8, 1);

        var values = Prepare("""{"size":8,"range":"minmax","normalize":"unit"}""", image.PngsaveBuffer()).Tensors[0].Floats!;

        Assert.Equal((0f, 1f), (values[0], values[63]));
    }

    [Fact]
    public void Prepare_ThreeChannels_RepeatsGreyAndKeepsColor()
    {
        using var color = TestPictures.Image([255, 0, 51], 1, 1, 3);

        var colored = Prepare("""{"size":2,"channels":3,"normalize":"unit"}""", color.PngsaveBuffer()).Tensors[0];
        var deep = Prepare("""{"size":128,"channels":3,"normalize":"unit"}""", TestPictures.Png16(Ramp, 128, 128)).Tensors[0];

        Assert.Equal([1, 1, 1, 1, 0, 0, 0, 0, 0.2f, 0.2f, 0.2f, 0.2f], colored.Floats!);
        Assert.Equal([1, 3, 128, 128], deep.Shape);
        Assert.Equal(deep.Floats![..(128 * 128)], deep.Floats![(2 * 128 * 128)..]);
    }

    [Theory]
    [InlineData("""{"range":"auto"}""", "range")]
    [InlineData("""{"range":[3,1]}""", "range")]
    [InlineData("""{"range":[1]}""", "range")]
    [InlineData("""{"range":["a",1]}""", "range")]
    [InlineData("""{"channels":2}""", "channels")]
    [InlineData("""{"normalize":"clip"}""", "normalize")]
    [InlineData("""{"scale":2}""", "scale")]
    public void Create_BadOption_IsNamed(string options, string named)
    {
        var error = Assert.Throws<InvalidDataException>(() => ProfileRegistry.Create("unibind-thermal", Profiles.Options(options)));

        Assert.Contains($"'{named}'", error.Message);
    }

    private static PreparedItem Prepare(string options, byte[] bytes, MediaFormat format = MediaFormat.Png) =>
        Profiles.Prepare("unibind-thermal", options, bytes, format);
}
