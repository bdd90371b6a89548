namespace UniBind.Grid.Alignment;

/// <summary>Numbers that are computed together from weighted items: the weights are all one for the values, and those of a resample for its replicate.</summary>
/// <remarks>Thread-safe: replicates are computed side by side.</remarks>
internal interface IStatisticFamily
{
    /// <summary>The names of the numbers and the items behind each.</summary>
    IReadOnlyList<(string Name, int N)> Names { get; }

    /// <summary>Computes all of them.</summary>
    /// <param name="weights">How often each object counts, by its number in <see cref="EvaluationData.Cluster"/>.</param>
    /// <param name="values">Takes the numbers; NaN for one that the weighted items do not define.</param>
    void Compute(int[] weights, Span<double> values);
}
