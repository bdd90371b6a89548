namespace UniBind.Grid.Alignment;

/// <summary>How evenly a number is spread over modalities. Source: section 5.2 A of the method.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Worst">The least.</param>
/// <param name="Spread">Greatest minus least.</param>
/// <param name="Deviation">The standard deviation, of the modalities as the whole population.</param>
/// <param name="Cv">Deviation / mean.</param>
/// <param name="Jain">Jain's index (sum)^2 / (M sum of squares): 1 when all are equal, 1/M when one has everything.</param>
/// <param name="MinMean">Worst / mean.</param>
public sealed record Balance(double Mean, double Worst, double Spread, double Deviation, double Cv, double Jain, double MinMean)
{
    /// <summary>The balance of one number a modality. All are NaN without values; ratios are NaN when all values are zero.</summary>
    public static Balance Of(ReadOnlySpan<double> values)
    {
        double sum = 0, squares = 0, least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (var value in values)
        {
            sum += value;
            squares += value * value;
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }
        if (values.Length == 0)
            return new Balance(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        var mean = sum / values.Length;
        double scatter = 0;
        foreach (var value in values)
            scatter += (value - mean) * (value - mean);
        var deviation = Math.Sqrt(scatter / values.Length);
        return new Balance(mean, least, most - least, deviation, deviation / mean, sum * sum / (values.Length * squares), least / mean);
    }

    /// <summary>An accuracy corrected for chance: 0 for guessing among <paramref name="classes"/> equally likely classes, 1 for no error; NaN for fewer than two classes.</summary>
    public static double ChanceCorrected(double accuracy, int classes) => classes < 2 ? double.NaN : (accuracy - (1.0 / classes)) / (1 - (1.0 / classes));
}
