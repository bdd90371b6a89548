using NetVips;

namespace UniBind.Grid.Samples.Tests;

public sealed class HeatTraceTests
{
    [Fact]
    public void Render_AnyObject_IsOneChannelOf16BitsAndUsesItsRange()
    {
        for (var digit = 0; digit < 10; digit++)
        {
            using var image = Image.NewFromBuffer(HeatTrace.Render(new(1, digit, 0)), failOn: Enums.FailOn.Warning);
            Assert.Equal((80, 80, 1, Enums.BandFormat.Ushort), (image.Width, image.Height, image.Bands, image.Format));
            Assert.InRange(image.Max() - image.Min(), 20_000, 65_535);
        }
    }

    [Fact]
    public void Render_WrittenDigit_EndsWarmerThanItBegins()
    {
        // A one is written from its top to its foot.
        var index = Enumerable.Range(0, 100).First(i => new SampleObject(1, 1, i).Style.Variant == 1);
        using var image = Image.NewFromBuffer(HeatTrace.Render(new(1, 1, index)));
        using var blurred = image.Gaussblur(1.5);
        using var top = blurred.Crop(0, 10, 80, 25);
        using var foot = blurred.Crop(0, 45, 80, 25);
        Assert.True(foot.Max() > 1.15 * top.Max(), $"top {top.Max()}, foot {foot.Max()}");
    }
}
