namespace UniBind.Grid.Samples;

/// <summary>
/// What a thermal camera sees after a warm finger wrote a digit on a cool wall: the trace cools and spreads as it ages, so its beginning is
/// fainter and wider than its end. 80 x 80 pixels, 16-bit counts as they leave the camera's gain control.
/// </summary>
internal static class HeatTrace
{
    private const int Size = 80;
    private const double FullScale = 52_000;

    /// <summary>The picture as png.</summary>
    public static byte[] Render(SampleObject thing)
    {
        var random = thing.Sensor(Modality.Thermal);
        var height = random.Between(46, 60);
        var placement = new Placement(Size / 2.0 + random.Between(-5, 5), Size / 2.0 + random.Between(-4, 4), height);
        // Cooling and spreading over the writing time, in shares of it.
        var decay = random.Between(.6, 1.6);
        var spread = random.Between(.6, 1.4);
        var heat = Trace(thing.Glyph, placement, decay, spread);

        var ambient = random.Between(.06, .2);
        var (slopeX, slopeY) = (random.Between(-.1, .1) / Size, random.Between(-.1, .1) / Size);
        var noise = random.Between(.006, .018);
        var columns = ColumnPattern(random);
        var counts = new ushort[Size * Size];
        for (var i = 0; i < counts.Length; i++)
        {
            var (x, y) = (i % Size, i / Size);
            var wall = ambient + slopeX * (x - Size / 2) + slopeY * (y - Size / 2) + columns[x];
            var value = wall + .75 * heat[i] + noise * random.NextNormal();
            counts[i] = (ushort)Math.Clamp(Math.Round(FullScale * value + 4_000), 0, ushort.MaxValue);
        }

        return PngWriter.Grey16(counts, Size, Size);
    }

    private static double[] Trace(Glyph glyph, Placement placement, double decay, double spread)
    {
        var heat = new double[Size * Size];
        var finger = glyph.Radius * placement.Height;
        foreach (var piece in glyph.Segments)
        {
            var placed = StrokeField.Place(piece, placement);
            var bounds = PixelBounds.Around(placed, 3 * (finger + spread), Size, Size);
            for (var y = bounds.Top; y < bounds.Bottom; y++)
            {
                for (var x = bounds.Left; x < bounds.Right; x++)
                {
                    var squared = placed.SquaredDistance(x + .5, y + .5, out var along);
                    var age = 1 - (placed.T0 + along * (placed.T1 - placed.T0));
                    var width = .75 * finger + spread * age;
                    var value = StableMath.Exp(-decay * age - squared / (2 * width * width));
                    ref var warmest = ref heat[y * Size + x];
                    if (value > warmest)
                        warmest = value;
                }
            }
        }

        return heat;
    }

    // Uncooled sensors read out column by column, each with its own small offset.
    private static double[] ColumnPattern(StableRandom random)
    {
        var offsets = new double[Size];
        for (var i = 0; i < Size; i++)
            offsets[i] = .006 * random.NextNormal();
        return offsets;
    }
}
