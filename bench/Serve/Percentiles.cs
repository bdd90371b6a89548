namespace UniBind.Grid.Bench.Serve;

/// <summary>Milliseconds, sorted.</summary>
internal sealed class Percentiles
{
    private readonly double[] _sorted;

    public Percentiles(IEnumerable<double> milliseconds) => _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    public double P50 => At(0.50);

    public double P99 => At(0.99);

    public double Max => _sorted[^1];

    public static double Median(IEnumerable<double> values) => new Percentiles(values).P50;

    private double At(double part) => _sorted[Math.Min(_sorted.Length - 1, (int)(part * _sorted.Length))];

    public override string ToString() => FormattableString.Invariant($"p50 {P50:0.00} ms, p99 {P99:0.00} ms, max {Max:0.00} ms of {Count}");
}
