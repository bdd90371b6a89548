namespace UniBind.Grid.Samples;

/// <summary>How a digit moves through a square picture: it drifts on a slow ellipse, sways and breathes. The motion closes, so that a clip can loop.</summary>
internal sealed class GlyphMotion
{
    private readonly double _size;
    private readonly double _height;
    private readonly double _driftX;
    private readonly double _driftY;
    private readonly double _phase;
    private readonly double _sway;
    private readonly double _breath;
    private readonly int _turns;

    /// <summary>A motion within a picture of <paramref name="size"/> pixels.</summary>
    public GlyphMotion(int size, StableRandom random)
    {
        _size = size;
        _height = size * random.Between(.5, .62);
        _driftX = size * random.Between(.06, .16);
        _driftY = size * random.Between(.03, .1);
        _phase = random.Between(0, Math.Tau);
        _sway = random.Between(.05, .3);
        _breath = random.Between(0, .1);
        _turns = random.Chance(.5) ? 1 : -1;
    }

    /// <summary>Where the digit is when a share of the clip, 0 to 1, has passed.</summary>
    public Placement At(double time)
    {
        var angle = _phase + _turns * Math.Tau * time;
        return new(
            _size / 2 + _driftX * StableMath.Cos(angle),
            _size / 2 + _driftY * StableMath.Sin(angle),
            _height * (1 + _breath * StableMath.Sin(2 * angle)),
            _sway * StableMath.Sin(angle + 1));
    }
}
