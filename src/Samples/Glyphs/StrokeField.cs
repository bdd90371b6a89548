namespace UniBind.Grid.Samples;

/// <summary>For every pixel of a picture the distance to the nearest stroke of a glyph, from which antialiased ink follows.</summary>
/// <remarks>Not thread-safe; reused from frame to frame.</remarks>
internal sealed class StrokeField(int width, int height)
{
    private readonly double[] _squared = new double[width * height];
    private double _radius;

    /// <summary>Draws a glyph, replacing what was there. Pixels further than a stroke's edge plus one pixel are only known to be far.</summary>
    public void Draw(Glyph glyph, Placement placement)
    {
        Array.Fill(_squared, double.PositiveInfinity);
        _radius = glyph.Radius * placement.Height;
        var reach = _radius + 1;
        foreach (var piece in glyph.Segments)
        {
            var placed = Place(piece, placement);
            var bounds = PixelBounds.Around(placed, reach, width, height);
            for (var y = bounds.Top; y < bounds.Bottom; y++)
            {
                for (var x = bounds.Left; x < bounds.Right; x++)
                {
                    var distance = placed.SquaredDistance(x + .5, y + .5, out _);
                    ref var nearest = ref _squared[y * width + x];
                    if (distance < nearest)
                        nearest = distance;
                }
            }
        }
    }

    /// <summary>How much of a pixel (its index, row by row) the ink covers, 0 to 1.</summary>
    public double Coverage(int pixel)
    {
        var squared = _squared[pixel];
        return double.IsPositiveInfinity(squared) ? 0 : Math.Clamp(_radius - Math.Sqrt(squared) + .5, 0, 1);
    }

    /// <summary>Moves a piece of a glyph into a picture's pixels.</summary>
    public static Segment Place(Segment piece, Placement placement)
    {
        var cos = placement.Height * StableMath.Cos(placement.Angle);
        var sin = placement.Height * StableMath.Sin(placement.Angle);
        return piece with
        {
            X0 = placement.X + piece.X0 * cos - piece.Y0 * sin,
            Y0 = placement.Y + piece.X0 * sin + piece.Y0 * cos,
            X1 = placement.X + piece.X1 * cos - piece.Y1 * sin,
            Y1 = placement.Y + piece.X1 * sin + piece.Y1 * cos,
        };
    }
}
