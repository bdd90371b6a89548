namespace UniBind.Grid.Samples;

/// <summary>One stroke of the pen as a polyline, in the order in which it is drawn. Coordinates: x right, y down, the glyph's box is 0 to 1.</summary>
internal sealed class StrokePath
{
    private const double ArcStep = 12;
    private readonly List<(double X, double Y)> _points = [];

    private StrokePath()
    {
    }

    /// <summary>The polyline.</summary>
    public IReadOnlyList<(double X, double Y)> Points => _points;

    /// <summary>A stroke that goes through the given points.</summary>
    public static StrokePath Through(params ReadOnlySpan<(double X, double Y)> points) => new StrokePath().Lines(points);

    /// <summary>A stroke that begins with an arc; see <see cref="Arc"/>.</summary>
    public static StrokePath Around(double x, double y, double radiusX, double radiusY, double from, double to) =>
        new StrokePath().Arc(x, y, radiusX, radiusY, from, to);

    /// <summary>Continues in straight lines.</summary>
    public StrokePath Lines(params ReadOnlySpan<(double X, double Y)> points)
    {
        foreach (var point in points)
            _points.Add(point);
        return this;
    }

    /// <summary>Continues with an elliptic arc. Angles are in degrees: 0 is right, 90 is down; the arc runs from one to the other.</summary>
    public StrokePath Arc(double x, double y, double radiusX, double radiusY, double from, double to)
    {
        var steps = Math.Max(2, (int)Math.Ceiling(Math.Abs(to - from) / ArcStep));
        for (var i = 0; i <= steps; i++)
        {
            var angle = (from + (to - from) * i / steps) * (Math.PI / 180);
            _points.Add((x + radiusX * StableMath.Cos(angle), y + radiusY * StableMath.Sin(angle)));
        }

        return this;
    }
}
