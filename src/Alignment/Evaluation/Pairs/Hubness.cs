namespace UniBind.Grid.Alignment;

/// <summary>How unevenly the items of a gallery are found. Source: section 5.2 H (scikit-hubness).</summary>
/// <param name="Skewness">E[(N - mean)^3] / sd^3 of the k-occurrences N; 0 when all are found equally often.</param>
/// <param name="RobinHood">1/2 sum |N - mean| / sum N: the share of places that would have to change hands.</param>
/// <param name="AntiHubs">The share of items that nobody finds.</param>
/// <param name="Hubs">The share of places taken by items that are found at least twice as often as the mean.</param>
public sealed record Hubness(double Skewness, double RobinHood, double AntiHubs, double Hubs)
{
    /// <summary>The hubness of k-occurrences.</summary>
    /// <param name="occurrences">How often each item of the gallery is among a query's k nearest.</param>
    /// <param name="weights">How often each item counts.</param>
    public static Hubness Of(ReadOnlySpan<int> occurrences, ReadOnlySpan<int> weights)
    {
        double total = 0, sum = 0;
        for (var i = 0; i < occurrences.Length; i++)
        {
            total += weights[i];
            sum += (double)weights[i] * occurrences[i];
        }
        var mean = sum / total;
        double second = 0, third = 0, distance = 0, none = 0, hubs = 0;
        for (var i = 0; i < occurrences.Length; i++)
        {
            var difference = occurrences[i] - mean;
            second += weights[i] * difference * difference;
            third += weights[i] * difference * difference * difference;
            distance += weights[i] * Math.Abs(difference);
            if (occurrences[i] == 0)
                none += weights[i];

            // With as many queries as items the mean is k, and this is N >= 2k.
            if (occurrences[i] >= 2 * mean)
                hubs += (double)weights[i] * occurrences[i];
        }
        var skewness = second == 0 ? 0 : third / total / Math.Pow(second / total, 1.5);
        return sum == 0 ? new Hubness(double.NaN, double.NaN, double.NaN, double.NaN) : new Hubness(skewness, 0.5 * distance / sum, none / total, hubs / sum);
    }
}
