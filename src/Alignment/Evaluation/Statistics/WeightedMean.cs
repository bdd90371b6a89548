namespace UniBind.Grid.Alignment;

/// <summary>The mean of a number over items, weighted by how often their objects count.</summary>
/// <param name="Clusters">The object of each item.</param>
/// <param name="Values">The number of each item.</param>
internal sealed record WeightedMean(int[] Clusters, float[] Values)
{
    /// <summary>The mean; NaN without items.</summary>
    public double Of(int[] weights)
    {
        double sum = 0, total = 0;
        for (var i = 0; i < Values.Length; i++)
        {
            var weight = weights[Clusters[i]];
            sum += weight * (double)Values[i];
            total += weight;
        }
        return total == 0 ? double.NaN : sum / total;
    }
}
