namespace UniBind.Grid.Samples.Tests;

public sealed class GlyphTests
{
    public static TheoryData<int> Digits => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Digits))]
    public void Write_EveryVariant_FillsItsBoxInDrawingOrder(int digit)
    {
        for (var variant = 0; variant < DigitShapes.Variants(digit); variant++)
        {
            var glyph = Glyph.Write(digit, Upright(variant));
            Assert.All(glyph.Segments, s => Assert.InRange(Math.Max(Math.Abs(s.X0), Math.Abs(s.Y0)), 0, .55));
            Assert.InRange(glyph.Segments.Max(s => s.Y1) - glyph.Segments.Min(s => s.Y0), .9, 1.05);
            Assert.Equal(0, glyph.Segments[0].T0);
            Assert.Equal(1, glyph.Segments[^1].T1, 1e-12);
            for (var i = 0; i < glyph.Segments.Length; i++)
            {
                Assert.True(glyph.Segments[i].T0 < glyph.Segments[i].T1);
                Assert.True(i == 0 || glyph.Segments[i - 1].T1 <= glyph.Segments[i].T0);
            }
        }
    }

    [Fact]
    public void Coverage_OfAHorizontalStroke_IsItsAntialiasedBand()
    {
        // The crossbar of the upright seven, variant 0, is y = 0.03 of 100 pixels' height; half width 4 pixels.
        var field = new StrokeField(120, 120);
        field.Draw(Glyph.Write(7, Upright(0) with { Radius = .04 }), new(60, 60, 100));
        var column = Enumerable.Range(0, 120).Select(y => field.Coverage(y * 120 + 50)).ToArray();
        Assert.Equal(0, column[8]);
        Assert.Equal(8, column[..25].Sum(), 1e-9);
        Assert.Equal(1, column[12]);
    }

    [Fact]
    public void Draw_PartlyOutsideThePicture_ClipsWithoutError()
    {
        var field = new StrokeField(16, 16);
        field.Draw(Glyph.Write(8, Upright(0)), new(0, 16, 30, 1));
        Assert.Contains(Enumerable.Range(0, 256), i => field.Coverage(i) > 0);
        field.Draw(Glyph.Write(8, Upright(0)), new(-500, 900, 30));
        Assert.All(Enumerable.Range(0, 256), i => Assert.Equal(0, field.Coverage(i)));
    }

    internal static GlyphStyle Upright(int variant) =>
        new() { Variant = variant, Radius = .05, Slant = 0, Aspect = 1, Angle = 0, Waver = 0, Phase = (0, 0) };
}
