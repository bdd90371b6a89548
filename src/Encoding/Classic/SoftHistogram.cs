namespace UniBind.Grid.Encoding;

/// <summary>Histograms whose bins overlap linearly, so that a small change of a value changes the histogram a little.</summary>
internal static class SoftHistogram
{
    /// <summary>
    /// The share of each value in each bin: [..., k] values with a trailing axis of size 1 to [..., bins], max(0, 1 − |value − centre| / step).
    /// Values outside the range count fully in the first or last bin.
    /// </summary>
    public static OnnxValue Assign(OnnxGraphWriter graph, OnnxValue column, double from, double to, int bins)
    {
        var step = (to - from) / (bins - 1);
        // In units of bins the centres are the integers: one table fewer to round.
        var scaled = graph.Clip(graph.Mul(graph.Add(column, ClassicMath.Round(-from)), ClassicMath.Round(1 / step)), 0, bins - 1);
        var centres = graph.Constant(ClassicMath.Table(bins, i => i), bins);
        return graph.Unary("Relu", graph.Add(graph.Unary("Neg", graph.Unary("Abs", graph.Sub(scaled, centres))), 1f));
    }

    /// <summary>Adds the histogram of each row's values [n,k,1] to a descriptor, by its square roots.</summary>
    public static void Add(OnnxGraphWriter graph, FeatureBlocks blocks, OnnxValue column, double from, double to, int bins, float weight) =>
        blocks.AddRooted(graph.Mean(Assign(graph, column, from, to, bins), [1]), bins, weight);
}
