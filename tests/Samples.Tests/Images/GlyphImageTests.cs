using NetVips;

namespace UniBind.Grid.Samples.Tests;

public sealed class GlyphImageTests
{
    [Fact]
    public void Render_EveryObject_HasInkOnPaper()
    {
        for (var digit = 0; digit < 10; digit++)
        {
            for (var index = 0; index < 6; index++)
            {
                using var image = Image.NewFromBuffer(GlyphImage.Render(new(1, digit, index)), failOn: Enums.FailOn.Warning);
                Assert.Equal((96, 96, 3), (image.Width, image.Height, image.Bands));
                using var grey = image.Colourspace(Enums.Interpretation.Bw);
                Assert.True(grey.Deviate() > 10, $"{digit}/{index} is flat");
            }
        }
    }

    [Fact]
    public void Draw_AnyColours_AreFarApart()
    {
        for (ulong key = 0; key < 500; key++)
        {
            var colours = InkAndPaper.Draw(new(key));
            Assert.True(Math.Min(Distance(colours.Ink, colours.Paper), Distance(colours.Ink, colours.Far)) > 90, colours.ToString());
        }
    }

    private static double Distance(Rgb a, Rgb b) => Math.Sqrt((a.R - b.R) * (a.R - b.R) + (a.G - b.G) * (a.G - b.G) + (a.B - b.B) * (a.B - b.B));
}
