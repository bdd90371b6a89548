namespace UniBind.Grid.Samples;

/// <summary>Three quick gaze shifts of 100 ms along a triangle, as in the recordings of N-MNIST (Orchard et al., 2015).</summary>
internal sealed class Saccades
{
    /// <summary>The length of the recording.</summary>
    public const int Microseconds = 300_000;

    private const double Centre = EventSimulator.Size / 2.0;
    private readonly (double X, double Y)[] _corners;
    private readonly double _height;

    /// <summary>A triangle of random size and turn.</summary>
    public Saccades(StableRandom random)
    {
        _height = random.Between(18, 23);
        var reach = random.Between(2.2, 3.4);
        var turn = random.Between(0, Math.Tau);
        _corners = [.. Enumerable.Range(0, 4).Select(i => turn + i * Math.Tau / 3)
            .Select(angle => (Centre + reach * StableMath.Cos(angle), Centre + reach * StableMath.Sin(angle)))];
    }

    /// <summary>Where the digit lies on the sensor at a share, 0 to 1, of the recording.</summary>
    public Placement At(double time)
    {
        var leg = Math.Min(2, (int)(3 * time));
        var share = StableMath.SmoothStep(3 * time - leg);
        var (from, to) = (_corners[leg], _corners[leg + 1]);
        return new(from.X + share * (to.X - from.X), from.Y + share * (to.Y - from.Y), _height);
    }
}
