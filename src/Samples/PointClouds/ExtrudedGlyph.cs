namespace UniBind.Grid.Samples;

/// <summary>A digit cut out of a plate: points spread evenly over its surface, turned about the upright axis, with a scanner's noise.</summary>
internal static class ExtrudedGlyph
{
    /// <summary>The points: x right, y up, z toward the viewer; the digit is about one unit high.</summary>
    public static (float X, float Y, float Z)[] Sample(SampleObject thing)
    {
        var random = thing.Sensor(Modality.PointCloud);
        var depth = random.Between(.1, .3);
        var turn = random.Between(-.6, .6);
        var (cos, sin) = (StableMath.Cos(turn), StableMath.Sin(turn));
        var noise = random.Between(.001, .006);
        var surface = new GlyphSurface(thing.Glyph, depth);
        var points = new (float X, float Y, float Z)[1024 + 64 * random.Below(9)];
        for (var i = 0; i < points.Length; i++)
        {
            var (x, y, z) = surface.Next(random);
            points[i] = (
                (float)(x * cos + z * sin + noise * random.NextNormal()),
                (float)(-y + noise * random.NextNormal()),
                (float)(z * cos - x * sin + noise * random.NextNormal()));
        }

        return points;
    }
}
