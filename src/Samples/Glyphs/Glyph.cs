namespace UniBind.Grid.Samples;

/// <summary>A written digit as line segments about its centre, one high, x right and y down.</summary>
internal sealed class Glyph
{
    // A pen that is lifted takes this share of the writing time for each unit of way through the air.
    private const double AirSpeed = 2;

    private Glyph(Segment[] segments, double radius)
    {
        Segments = segments;
        Radius = radius;
    }

    /// <summary>The pieces of its strokes, in drawing order.</summary>
    public Segment[] Segments { get; }

    /// <summary>The half width of the stroke.</summary>
    public double Radius { get; }

    /// <summary>Writes a digit in a style.</summary>
    public static Glyph Write(int digit, GlyphStyle style)
    {
        var (cos, sin) = (StableMath.Cos(style.Angle), StableMath.Sin(style.Angle));
        var segments = new List<Segment>();
        var time = 0.0;
        (double X, double Y)? pen = null;
        foreach (var stroke in DigitShapes.Strokes(digit, style.Variant))
        {
            var down = false;
            foreach (var point in stroke.Points)
            {
                var next = Bend(point, style, cos, sin);
                if (pen is { } at)
                {
                    var piece = new Segment(at.X, at.Y, next.X, next.Y, time, 0);
                    time += down ? piece.Length : piece.Length / AirSpeed;
                    if (down && piece.Length > 0)
                        segments.Add(piece with { T1 = time });
                }

                (pen, down) = (next, true);
            }
        }

        return new Glyph([.. segments.Select(s => s with { T0 = s.T0 / time, T1 = s.T1 / time })], style.Radius);
    }

    private static (double X, double Y) Bend((double X, double Y) point, GlyphStyle style, double cos, double sin)
    {
        var x = (point.X - .5) * style.Aspect + style.Waver * StableMath.Sin(7 * point.Y + style.Phase.X);
        var y = point.Y - .5 + style.Waver * StableMath.Sin(7 * point.X + style.Phase.Y);
        x -= style.Slant * y;
        return (x * cos - y * sin, x * sin + y * cos);
    }
}
