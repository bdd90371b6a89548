namespace UniBind.Grid.Alignment;

/// <summary>The bounds of an evaluation. They and the seed decide every number: equal input gives equal output on any number of cores.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The seed of samples and resamples.</summary>
    public ulong Seed { get; init; } = 1234;

    /// <summary>The most items of a modality; of more, a sample is taken, whole objects first.</summary>
    public int MaxItems { get; init; } = 20_000;

    /// <summary>The most items of a modality in metrics that compare every item with every other one.</summary>
    public int MaxPairwise { get; init; } = 1_000;

    /// <summary>Bootstrap resamples of metrics that are means over items.</summary>
    public int Resamples { get; init; } = 1_000;

    /// <summary>Bootstrap resamples of metrics of centroids and neighbours.</summary>
    public int GeometryResamples { get; init; } = 200;

    /// <summary>Bootstrap resamples of uniformity, which are each a sum over all pairs.</summary>
    public int UniformityResamples { get; init; } = 100;

    /// <summary>The neighbours of mixing and hubness.</summary>
    public int Neighbours { get; init; } = 10;

    /// <summary>The bins of the reliability table.</summary>
    public int Bins { get; init; } = 15;

    /// <summary>The temperature of confidences of a modality without a calibration.</summary>
    public double Temperature { get; init; } = 0.07;
}
