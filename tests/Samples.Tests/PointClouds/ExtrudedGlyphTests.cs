namespace UniBind.Grid.Samples.Tests;

public sealed class ExtrudedGlyphTests
{
    [Fact]
    public void Next_ManyPoints_LieOnTheSurface()
    {
        var glyph = Glyph.Write(8, GlyphTests.Upright(0));
        var surface = new GlyphSurface(glyph, .2);
        var random = new StableRandom(4);
        for (var i = 0; i < 2_000; i++)
        {
            var (x, y, z) = surface.Next(random);
            var distance = Math.Sqrt(glyph.Segments.Min(s => s.SquaredDistance(x, y, out _)));
            var onFace = Math.Abs(Math.Abs(z) - .1) < 1e-12 && distance <= glyph.Radius + 1e-9;
            var onWall = Math.Abs(z) <= .1 && Math.Abs(distance - glyph.Radius) < 1e-9;
            Assert.True(onFace || onWall, $"({x}, {y}, {z}) is off the surface");
        }
    }

    [Fact]
    public void Next_StraightStroke_SpreadsPointsByArea()
    {
        // One stroke of length 1 and radius r: the faces have 2 (2 r + pi r^2), the wall (2 + 2 pi r) times the depth.
        const double r = .05, depth = .2;
        var surface = new GlyphSurface(Glyph.Write(1, GlyphTests.Upright(1)), depth);
        var random = new StableRandom(4);
        var faces = 0;
        for (var i = 0; i < 20_000; i++)
            faces += Math.Abs(Math.Abs(surface.Next(random).Z) - depth / 2) < 1e-12 ? 1 : 0;
        var faceArea = 2 * (2 * r + Math.PI * r * r);
        var wallArea = (2 + 2 * Math.PI * r) * depth;
        Assert.Equal(faceArea / (faceArea + wallArea), faces / 20_000.0, .015);
    }

    [Fact]
    public void Sample_EveryDigit_IsOneUnitHigh()
    {
        for (var digit = 0; digit < 10; digit++)
        {
            var points = ExtrudedGlyph.Sample(new(1, digit, 0));
            Assert.InRange(points.Length, 1_024, 1_536);
            Assert.InRange(points.Max(p => p.Y) - points.Min(p => p.Y), .8, 1.4);
            Assert.InRange(points.Max(p => p.Z) - points.Min(p => p.Z), .08, 1.2);
        }
    }
}
