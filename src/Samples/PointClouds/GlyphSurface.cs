namespace UniBind.Grid.Samples;

/// <summary>The surface of a glyph's strokes (a union of capsules, one about each segment) pushed through a depth: two faces and a wall.</summary>
internal sealed class GlyphSurface
{
    private readonly Glyph _glyph;
    private readonly double _depth;
    private readonly double[] _areasUpTo;

    /// <summary>The surface of <paramref name="glyph"/> with z from -depth/2 to depth/2.</summary>
    public GlyphSurface(Glyph glyph, double depth)
    {
        (_glyph, _depth) = (glyph, depth);
        _areasUpTo = new double[glyph.Segments.Length];
        var total = 0.0;
        for (var i = 0; i < _areasUpTo.Length; i++)
        {
            var length = glyph.Segments[i].Length;
            total += 2 * FaceArea(length) + Perimeter(length) * depth;
            _areasUpTo[i] = total;
        }
    }

    /// <summary>
    /// A point, uniform over the surface: drawn over all capsules by area, then a wall point is dropped when another capsule swallows it,
    /// and a face point with the odds that evens out how many capsules share it.
    /// </summary>
    public (double X, double Y, double Z) Next(StableRandom random)
    {
        while (true)
        {
            var index = Pick(random.NextDouble() * _areasUpTo[^1]);
            var length = _glyph.Segments[index].Length;
            var wall = Perimeter(length) * _depth;
            if (random.NextDouble() * (wall + 2 * FaceArea(length)) < wall)
            {
                var (x, y) = OnOutline(index, length, random);
                if (Covering(x, y, except: index) == 0)
                    return (x, y, random.Between(-_depth / 2, _depth / 2));
            }
            else
            {
                var (x, y) = OnFace(index, length, random);
                if (random.NextDouble() * (1 + Covering(x, y, except: index)) < 1)
                    return (x, y, random.Chance(.5) ? _depth / 2 : -_depth / 2);
            }
        }
    }

    private double Perimeter(double length) => 2 * length + Math.Tau * _glyph.Radius;

    private double FaceArea(double length) => (2 * length + Math.PI * _glyph.Radius) * _glyph.Radius;

    private int Pick(double area)
    {
        var index = Array.BinarySearch(_areasUpTo, area);
        return Math.Min(index < 0 ? ~index : index, _areasUpTo.Length - 1);
    }

    private (double X, double Y) OnOutline(int index, double length, StableRandom random)
    {
        var way = random.NextDouble() * Perimeter(length);
        if (way < 2 * length)
            return FromAxis(index, way % length, way < length ? _glyph.Radius : -_glyph.Radius, length);
        var angle = random.Between(-Math.PI / 2, Math.PI / 2);
        var (along, across) = (_glyph.Radius * StableMath.Cos(angle), _glyph.Radius * StableMath.Sin(angle));
        return random.Chance(.5) ? FromAxis(index, length + along, across, length) : FromAxis(index, -along, across, length);
    }

    private (double X, double Y) OnFace(int index, double length, StableRandom random)
    {
        var radius = _glyph.Radius;
        while (true)
        {
            var along = random.Between(-radius, length + radius);
            var across = random.Between(-radius, radius);
            var beyond = Math.Max(0, Math.Max(-along, along - length));
            if (beyond * beyond + across * across <= radius * radius)
                return FromAxis(index, along, across, length);
        }
    }

    private (double X, double Y) FromAxis(int index, double along, double across, double length)
    {
        var piece = _glyph.Segments[index];
        var (dx, dy) = ((piece.X1 - piece.X0) / length, (piece.Y1 - piece.Y0) / length);
        return (piece.X0 + along * dx - across * dy, piece.Y0 + along * dy + across * dx);
    }

    private int Covering(double x, double y, int except)
    {
        var square = _glyph.Radius * _glyph.Radius;
        var count = 0;
        for (var i = 0; i < _glyph.Segments.Length; i++)
        {
            if (i != except && _glyph.Segments[i].SquaredDistance(x, y, out _) < square)
                count++;
        }

        return count;
    }
}
