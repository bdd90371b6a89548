namespace UniBind.Grid.Samples;

/// <summary>
/// Sine, exponential and logarithm from additions and multiplications alone. The platforms' own differ in the last bit, and a last bit
/// becomes another byte after rounding; IEEE arithmetic does not differ, so the corpus is the same on every machine.
/// </summary>
internal static class StableMath
{
    private const double Ln2 = 0.69314718055994530942;

    /// <summary>The sine of an angle in radians; absolute error below 1e-11 for arguments up to 1e4.</summary>
    public static double Sin(double x)
    {
        x -= Math.Round(x / Math.Tau) * Math.Tau;
        if (x > Math.PI / 2)
            x = Math.PI - x;
        else if (x < -Math.PI / 2)
            x = -Math.PI - x;
        var square = x * x;
        var sum = 0.0;
        for (var n = 19; n >= 3; n -= 2)
            sum = (1 + sum) * (-square / (n * (n - 1)));
        return x * (1 + sum);
    }

    /// <summary>The cosine of an angle in radians.</summary>
    public static double Cos(double x) => Sin(x + Math.PI / 2);

    /// <summary>The exponential; relative error below 1e-13.</summary>
    public static double Exp(double x)
    {
        if (x < -700)
            return 0;
        var power = Math.Round(x / Ln2);
        var rest = x - power * Ln2;
        var sum = 1.0;
        for (var n = 13; n >= 1; n--)
            sum = 1 + sum * rest / n;
        return Math.ScaleB(sum, (int)power);
    }

    /// <summary>The natural logarithm of a positive number; relative error below 1e-13.</summary>
    public static double Log(double x)
    {
        var power = Math.ILogB(x);
        var mantissa = Math.ScaleB(x, -power);
        if (mantissa > Math.Sqrt(2))
        {
            mantissa /= 2;
            power++;
        }

        // log m = 2 atanh((m - 1) / (m + 1)); the argument is at most 0.172.
        var ratio = (mantissa - 1) / (mantissa + 1);
        var square = ratio * ratio;
        var sum = 0.0;
        for (var n = 19; n >= 1; n -= 2)
            sum = sum * square + 1.0 / n;
        return power * Ln2 + 2 * ratio * sum;
    }

    /// <summary>A smooth step from 0 to 1 as <paramref name="x"/> goes from 0 to 1.</summary>
    public static double SmoothStep(double x)
    {
        x = Math.Clamp(x, 0, 1);
        return x * x * (3 - 2 * x);
    }
}
