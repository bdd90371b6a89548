namespace UniBind.Grid.Samples;

/// <summary>A straight piece of a stroke, with the times (0 to 1 over the whole glyph) at which the pen was at its ends.</summary>
internal readonly record struct Segment(double X0, double Y0, double X1, double Y1, double T0, double T1)
{
    /// <summary>Its length.</summary>
    public double Length
    {
        get
        {
            var (dx, dy) = (X1 - X0, Y1 - Y0);
            return Math.Sqrt(dx * dx + dy * dy);
        }
    }

    /// <summary>The squared distance of a point to the segment; <paramref name="along"/> is where on it the nearest point lies, 0 to 1.</summary>
    public double SquaredDistance(double x, double y, out double along)
    {
        var (dx, dy) = (X1 - X0, Y1 - Y0);
        var square = dx * dx + dy * dy;
        along = square > 0 ? Math.Clamp(((x - X0) * dx + (y - Y0) * dy) / square, 0, 1) : 0;
        var (ex, ey) = (X0 + along * dx - x, Y0 + along * dy - y);
        return ex * ex + ey * ey;
    }
}
