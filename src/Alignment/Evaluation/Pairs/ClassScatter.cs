namespace UniBind.Grid.Alignment;

/// <summary>
/// How much of the scatter inside a class its modalities explain: eta^2 = sum n_m ||mean_m - mean||^2 / sum ||x - mean||^2, corrected for
/// chance by (eta^2 - e) / (1 - e) with e = (M - 1) / (n - 1). 0: modalities are mixed inside the class; 1: they explain everything. Source: section 5.2 J.
/// </summary>
internal static class ClassScatter
{
    /// <summary>The mean over classes with at least two modalities, weighted by items, and the worst class; NaN without such a class.</summary>
    public static (double Mean, double Worst) Of(GeometrySums sums, int modalities)
    {
        double weighted = 0, total = 0, worst = double.NegativeInfinity;
        for (var c = 0; c < sums.Classes; c++)
        {
            if (OfClass(sums, modalities, c) is not { } eta)
                continue;
            weighted += eta.Items * eta.Value;
            total += eta.Items;
            worst = Math.Max(worst, eta.Value);
        }
        return total == 0 ? (double.NaN, double.NaN) : (weighted / total, worst);
    }

    // For unit vectors the scatter around the mean is n - ||sum||^2 / n, and that between modalities sum ||sum_m||^2 / n_m - ||sum||^2 / n.
    private static (double Value, double Items)? OfClass(GeometrySums sums, int modalities, int label)
    {
        double items = 0, between = 0;
        var present = 0;
        var whole = new float[sums.Dimension];
        for (var m = 0; m < modalities; m++)
        {
            if (sums.Counts[m, label] is not (> 0 and var count))
                continue;
            var sum = sums.Sum(m, label);
            present++;
            items += count;
            between += GeometrySums.Dot(sum, sum) / count;
            System.Numerics.Tensors.TensorPrimitives.Add(whole, sum, whole);
        }
        if (present < 2 || items <= present)
            return null;
        var center = GeometrySums.Dot(whole, whole) / items;
        var scatter = items - center;
        var chance = (present - 1) / (items - 1);
        return scatter <= 1e-9 * items ? null : ((((between - center) / scatter) - chance) / (1 - chance), items);
    }
}
